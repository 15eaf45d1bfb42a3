/**
 * A number of things in words: "1 mention", "2 mentions".
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function countOf(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
