/** What is asked about private messages, and told of them. docs/protocol.md explains each of them. */
export const requests = Object.freeze({
  open: "private:open",
  leave: "private:leave",
  settings: "private:settings",
  block: "private:block",
  unblock: "private:unblock",
  blocks: "private:blocks",
  report: "private:report",
});

export const facts = Object.freeze({
  read: "private:read",
  left: "private:left",
});
