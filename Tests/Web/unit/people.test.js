import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { People } from "../../../Web/js/chat/people.js";

let asked;
/** What the server answers, once a test says so. */
let answer;
let changes;
/** @type {People} */
let people;

beforeEach(() => {
  asked = [];
  changes = 0;
  const request = (event, { users }) => {
    asked.push(users);
    return new Promise((resolve) => (answer = (names) => resolve({ ok: true, names })));
  };
  people = new People({ request }, () => (changes += 1));
});

/** All that is under way is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function told(names) {
  answer(names);
  await settled();
}

test("people are asked for together, once, and called by their names until it is known", async () => {
  assert.deepEqual(["ada", "ben", "ada"].map((user) => people.nameOf(user)), ["ada", "ben", "ada"]);
  await settled();
  await told({ ben: "Ben" });
  assert.deepEqual(["ada", "ben"].map((user) => people.nameOf(user)), ["ada", "Ben"]);
  await settled();
  assert.deepEqual([asked, changes], [[["ada", "ben"]], 1]);
});

test("a user may be called like what every object has", async () => {
  people.nameOf("constructor");
  await settled();
  await told({});
  assert.equal(people.nameOf("constructor"), "constructor");
});

test("more than the server tells at once are asked for in parts", async () => {
  for (let number = 0; number < 250; number++) people.nameOf(`user${number}`);
  await settled();
  await told({});
  await told({});
  assert.deepEqual(asked.map((users) => users.length), [200, 50]);
});

test("who takes another name while the server is asked has that one", async () => {
  people.nameOf("ben");
  await settled();
  people.renamed({ user: "ben", displayName: "New" });
  people.renamed({ user: "cleo", displayName: "Nobody asked" });
  await told({ ben: "Old" });
  assert.equal(people.nameOf("ben"), "New");
  people.renamed({ user: "ben" });
  assert.equal(people.nameOf("ben"), "ben");
  assert.equal(people.nameOf("cleo"), "cleo");
});

test("after another connection all are asked for again, and known until then", async () => {
  people.nameOf("ben");
  await settled();
  await told({ ben: "Old" });
  people.refresh();
  assert.equal(people.nameOf("ben"), "Old");
  await told({ ben: "New" });
  assert.deepEqual([people.nameOf("ben"), asked.length], ["New", 2]);
});

test("whose account is gone is a deleted user, of whom nothing is asked", async () => {
  assert.equal(people.nameOf("deleted:1"), "Deleted user");
  await settled();
  assert.deepEqual(asked, []);
});
