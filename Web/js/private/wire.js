/** What is asked about private messages, and told of them. docs/protocol.md explains each of them. */
export const requests = Object.freeze({
  list: "private:list",
  open: "private:open",
  add: "private:add",
  rename: "private:rename",
  leave: "private:leave",
  settings: "private:settings",
  block: "private:block",
  unblock: "private:unblock",
  blocks: "private:blocks",
  report: "private:report",
  reports: "private:reports",
  resolve: "private:resolve",
});

export const facts = Object.freeze({
  opened: "private:opened",
  read: "private:read",
  left: "private:left",
  renamed: "private:renamed",
  continued: "private:continued",
  reported: "private:reported",
});
