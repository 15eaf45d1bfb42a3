/**
 * What is known of one room, as a value. Each function answers the room after something happened and
 * leaves the one it was given as it was.
 *
 * @typedef {import("../protocol.js").Message} Message
 *
 * @typedef {object} Outgoing A message of ours that the server has not confirmed.
 * @property {string} id
 * @property {string} text
 * @property {string} at When it was written, RFC 3339.
 * @property {string} [problem] Why it was not sent; absent while it is on its way.
 *
 * @typedef {"loading" | "more" | "complete" | "absent" | "failed"} Past What is known of the messages before
 *   the first one: they are being loaded, there are more, there are none, the server keeps none, or
 *   loading failed.
 *
 * @typedef {object} RoomState
 * @property {string} id
 * @property {string} title
 * @property {string} me Our own name.
 * @property {string} [refusal] Why the room cannot be entered.
 * @property {readonly string[]} members Sorted.
 * @property {readonly Message[]} messages By `seq`, which no two share.
 * @property {readonly Outgoing[]} outgoing In the order of writing.
 * @property {Past} past
 * @property {number | undefined} synced Nothing is missing up to this `seq`; absent before the first load.
 * @property {boolean} isCatchingUp Whether messages before the newest ones may still be missing.
 */

/**
 * @param {string} id
 * @param {string} me
 * @returns {RoomState}
 */
export function unknownRoom(id, me) {
  return {
    id,
    title: id,
    me,
    members: [],
    messages: [],
    outgoing: [],
    past: "loading",
    synced: undefined,
    isCatchingUp: true,
  };
}

/**
 * After the server let us in. What we have stays, unless the server began to count anew: one that keeps no
 * past does that when it restarts.
 * @param {RoomState} room
 * @param {{room: {title: string}, sequence: number, members: string[]}} reply
 * @returns {RoomState}
 */
export function entered(room, { room: { title }, sequence, members }) {
  const isAnew = room.synced !== undefined && sequence < room.synced;
  const kept = isAnew ? { messages: [], synced: undefined, past: /** @type {Past} */ ("loading") } : {};
  return { ...room, ...kept, title, refusal: undefined, members: sorted(members), isCatchingUp: true };
}

/**
 * After the server did not let us in.
 * @param {RoomState} room
 * @param {string} refusal
 * @returns {RoomState}
 */
export function refused(room, refusal) {
  return { ...room, refusal, members: [] };
}

/**
 * After one message came, new or known. If it is one of ours, it is no longer on its way.
 * @param {RoomState} room
 * @param {Message} message
 * @returns {RoomState}
 */
export function posted(room, message) {
  const next = withMessages(room, [message]);
  return room.isCatchingUp ? next : { ...next, synced: Math.max(room.synced ?? 0, message.seq) };
}

/**
 * After all that we missed was loaded. Without `overlaps` the loaded messages do not reach back to the ones
 * we had, which are dropped, so that the list never has a hole; they can be loaded again.
 * @param {RoomState} room
 * @param {{messages: Message[], past: Past, overlaps: boolean, sequence: number}} loaded
 * @returns {RoomState}
 */
export function caughtUp(room, { messages, past, overlaps, sequence }) {
  const first = messages[0]?.seq ?? 0;
  const kept = overlaps ? room : { ...room, messages: room.messages.filter(({ seq }) => seq >= first) };
  const next = withMessages(kept, messages);
  const last = next.messages.at(-1)?.seq ?? 0;
  return { ...next, past, synced: Math.max(sequence, last), isCatchingUp: false };
}

/**
 * After a page of earlier messages came.
 * @param {RoomState} room
 * @param {{messages: Message[], more: boolean}} page
 * @returns {RoomState}
 */
export function withEarlier(room, { messages, more }) {
  return { ...withMessages(room, messages), past: more ? "more" : "complete" };
}

/**
 * @param {RoomState} room
 * @param {Past} past
 * @returns {RoomState}
 */
export function withPast(room, past) {
  return { ...room, past };
}

/**
 * @param {RoomState} room
 * @param {string} user
 * @returns {RoomState}
 */
export function withMember(room, user) {
  return room.members.includes(user) ? room : { ...room, members: sorted([...room.members, user]) };
}

/**
 * @param {RoomState} room
 * @param {string} user
 * @returns {RoomState}
 */
export function withoutMember(room, user) {
  return { ...room, members: room.members.filter((member) => member !== user) };
}

/**
 * The messages of both, by `seq`. The one that was there first stays; what came from us is no longer outgoing.
 * @param {RoomState} room
 * @param {readonly Message[]} added
 * @returns {RoomState}
 */
function withMessages(room, added) {
  const known = new Set(room.messages.map(({ seq }) => seq));
  const fresh = added.filter(({ seq }) => !known.has(seq) && known.add(seq));
  const ours = new Set(added.filter(({ author }) => author === room.me).map(({ id }) => id));
  const isInOrder = fresh.length === 1 && fresh[0].seq > (room.messages.at(-1)?.seq ?? 0);
  const messages = [...room.messages, ...fresh];
  if (!isInOrder) messages.sort((one, other) => one.seq - other.seq);
  return { ...room, messages, outgoing: room.outgoing.filter(({ id }) => !ours.has(id)) };
}

/** @param {readonly string[]} names */
function sorted(names) {
  return [...new Set(names)].sort();
}
