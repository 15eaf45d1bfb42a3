/** @import {Packet} from "../types.js" */

/**
 * Packets of Engine.IO v4 and Socket.IO v5 as text. Only what a client of one namespace without binary
 * attachments needs.
 */

/** The first character of an Engine.IO packet. */
export const enginePacket = Object.freeze({ open: "0", close: "1", ping: "2", pong: "3", message: "4" });

const types = /** @type {const} */ (["connect", "disconnect", "event", "ack", "connect_error"]);

/**
 * The text of a Socket.IO packet.
 * @param {Packet} packet
 * @param {string} [namespace]
 */
export function encodePacket({ type, id, data }, namespace = "/") {
  const address = namespace === "/" ? "" : `${namespace},`;
  const body = data === undefined ? "" : JSON.stringify(data);
  return `${types.indexOf(type)}${address}${id ?? ""}${body}`;
}

/**
 * The Socket.IO packet in a text; nothing for one that this client has no use for: of another
 * namespace, with attachments, or malformed.
 * @param {string} text
 * @param {string} [namespace]
 * @returns {Packet | undefined}
 */
export function decodePacket(text, namespace = "/") {
  const parts = /^(?<type>[0-4])(?:(?<address>\/[^,]*),?)?(?<id>\d*)(?<body>[[{"].*)?$/su.exec(text)?.groups;
  if (!parts || (parts.address ?? "/") !== namespace) return undefined;
  const type = types[Number(parts.type)];
  let data;
  try {
    data = parts.body === undefined ? undefined : JSON.parse(parts.body);
  } catch {
    return undefined;
  }
  const needsArray = type === "event" || type === "ack";
  if (needsArray && !Array.isArray(data)) return undefined;
  return { type, ...(parts.id && { id: Number(parts.id) }), ...(data !== undefined && { data }) };
}
