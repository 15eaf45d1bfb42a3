/**
 * A new id for a message, which no other message of this author has: a random UUID.
 *
 * `randomUUID` exists only in secure contexts, and a server on a home network may be reached by plain HTTP.
 * @param {Pick<Crypto, "getRandomValues"> & Partial<Pick<Crypto, "randomUUID">>} [source]
 */
export function newMessageID(source = crypto) {
  if (source.randomUUID) return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-");
}
