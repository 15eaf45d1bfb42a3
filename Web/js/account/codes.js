/** The codes of refusals that signing in and signing up treat in a way of their own. */
export const codes = Object.freeze({
  badName: "bad_name",
  nameTaken: "name_taken",
  badPassword: "bad_password",
  badSetupToken: "bad_setup_token",
  badLink: "bad_link",
  conflict: "conflict",
  wrongCredentials: "wrong_credentials",
  secondFactorRequired: "second_factor_required",
  wrongCode: "wrong_code",
});
