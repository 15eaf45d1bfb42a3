/** What is asked now and then about rooms, and about what is said in them. docs/protocol.md explains each of them. */
export const requests = Object.freeze({
  create: "room:create",
  update: "room:update",
  archive: "room:archive",
  role: "room:role",
  invite: "room:invite",
  leave: "room:leave",
  since: "room:since",
  edit: "message:edit",
  delete: "message:delete",
  react: "message:react",
  presence: "presence:set",
});
