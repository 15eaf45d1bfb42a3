import { Refusal } from "../refusal.js";
import { placeFragment } from "../rooms/place.js";
import { notify } from "../view/notices.js";
import { takeInvitation } from "./accounts.js";
import { codes } from "./codes.js";

/**
 * Takes an invitation before the chat opens, so that its room is open by then.
 * @param {import("../types.js").Session} session
 * @param {string} invitation
 */
export async function enterInvited(session, invitation) {
  try {
    const { room } = await takeInvitation(invitation, session.token);
    location.hash = placeFragment({ room });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Whoever has an account and needs no invitation is where they would be without.
    if (error.code !== codes.conflict) notify(error.message);
  }
}
