/**
 * Where the server that this page came from takes Socket.IO: by WebSocket, and by HTTP requests that wait.
 * @param {{protocol: string, host: string}} location
 */
export function socketURLs({ protocol, host }) {
  return {
    webSocket: `${protocol === "https:" ? "wss" : "ws"}://${host}/socket.io/?EIO=4&transport=websocket`,
    polling: `${protocol}//${host}/socket.io/?EIO=4&transport=polling`,
  };
}
