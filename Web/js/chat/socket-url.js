/**
 * Where the server that this page came from takes WebSockets.
 * @param {{protocol: string, host: string}} location
 */
export function socketURL({ protocol, host }) {
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/socket.io/?EIO=4&transport=websocket`;
}
