import { Refusal } from "../refusal.js";
import { placeFragment } from "../rooms/place.js";
import { takeInvitation } from "./accounts.js";

/**
 * Takes an invitation before the chat opens, so that its room is open by then.
 * @param {import("./session-storage.js").Session} session
 * @param {string} invitation
 */
export async function enterInvited(session, invitation) {
  try {
    const { room } = await takeInvitation(invitation, session.token);
    location.hash = placeFragment({ room });
  } catch (error) {
    // Whoever has an account and needs no invitation, or brings a stale one, is where they would be without.
    if (!(error instanceof Refusal)) throw error;
  }
}
