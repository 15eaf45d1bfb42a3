/** Emoji and their names, those used most first. The words after the name are found, too. */
const lines = `👍 thumbsup yes like ok|❤️ heart love|😂 joy laugh tears|🎉 tada party celebrate|😄 smile happy|🙏 pray thanks please
👀 eyes look|🔥 fire hot|✅ check done yes|🚀 rocket ship launch|😢 cry sad|😮 open_mouth wow surprised|👎 thumbsdown no|🤔 thinking hmm
🙂 slight_smile|😉 wink|😊 blush|😍 heart_eyes|😎 sunglasses cool|😅 sweat_smile phew|🤣 rofl laugh|😀 grinning|😁 grin|😆 laughing
😇 innocent angel|😋 yum|😘 kissing|😜 tongue_wink|🤗 hug|🤩 star_struck|🥳 partying|😏 smirk|😐 neutral|😑 expressionless
🙄 eye_roll|😴 sleeping tired|🤤 drooling|😷 mask sick|🤒 thermometer ill|🤯 exploding_head mind blown|😳 flushed|🥺 pleading|😭 sob crying
😱 scream fear|😤 triumph|😡 rage angry|🤬 cursing|💀 skull dead|💩 poop|🤖 robot|👻 ghost|👽 alien|😺 cat_smile
👋 wave hello bye|👌 ok_hand|✌️ victory peace|🤞 fingers_crossed luck|🤘 metal rock|👏 clap applause|🙌 raised_hands hooray|🤝 handshake deal
💪 muscle strong|👆 point_up|👇 point_down|👈 point_left|👉 point_right|✋ hand stop|🤷 shrug dunno|🤦 facepalm|🙋 raising_hand
💯 hundred|💔 broken_heart|💙 blue_heart|💚 green_heart|💛 yellow_heart|💜 purple_heart|🖤 black_heart|✨ sparkles|⭐ star|🌟 glowing_star
⚡ zap lightning|💥 boom|💤 zzz|💡 bulb idea|🎈 balloon|🎁 gift present|🎂 cake birthday|🏆 trophy win|🥇 first gold|⚽ soccer football
🎮 game|🎵 music note|🎸 guitar|📷 camera|📌 pin|📎 paperclip|📝 memo note|📚 books|📅 calendar date|📈 chart_up|📉 chart_down
🔒 lock|🔑 key|🔧 wrench fix|🔨 hammer|⚙️ gear|🐛 bug|💻 computer laptop|📱 phone|☎️ telephone|⏰ alarm clock|⏳ hourglass wait
❌ x cross no|❓ question|❗ exclamation|⚠️ warning|🚫 forbidden|♻️ recycle|➕ plus|➖ minus|➡️ right|⬅️ left|⬆️ up|⬇️ down
🐶 dog|🐱 cat|🐭 mouse|🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐨 koala|🐯 tiger|🦁 lion|🐮 cow|🐷 pig|🐸 frog|🐵 monkey|🐔 chicken
🐧 penguin|🐦 bird|🐤 chick|🦆 duck|🦅 eagle|🦉 owl|🐝 bee|🦋 butterfly|🐌 snail|🐙 octopus|🐟 fish|🐳 whale|🐬 dolphin|🐢 turtle
🌹 rose|🌻 sunflower|🌳 tree|🌵 cactus|🍀 clover luck|🍁 maple_leaf|🌍 earth world|🌙 moon|☀️ sun|☁️ cloud|🌧️ rain|❄️ snow|🌈 rainbow
🍎 apple|🍌 banana|🍓 strawberry|🍕 pizza|🍔 burger|🍟 fries|🌮 taco|🍣 sushi|🍰 shortcake|🍪 cookie|🍫 chocolate|☕ coffee|🍵 tea
🍺 beer|🍷 wine|🥂 cheers|🚗 car|🚲 bike|✈️ airplane|🚂 train|🏠 house home|🏖️ beach|⛰️ mountain|🛒 cart`;

/** @type {readonly {emoji: string, name: string, words: string}[]} */
export const emojiTable = lines
  .split(/[|\n]/u)
  .map((line) => line.split(" "))
  .map(([emoji, name, ...more]) => ({ emoji, name, words: [name, ...more].join(" ") }));

/**
 * Emoji for what somebody began to write, best first.
 * @param {string} query
 * @param {number} [limit]
 */
export function findEmoji(query, limit = 8) {
  const wanted = query.toLowerCase();
  /** @param {{name: string, words: string}} one */
  const rank = ({ name, words }) =>
    name === wanted ? 0 : name.startsWith(wanted) ? 1 : words.split(" ").some((word) => word.startsWith(wanted)) ? 2 : 3;
  return emojiTable
    .map((one) => ({ one, rank: rank(one) }))
    .filter((found) => found.rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ one }) => one);
}
