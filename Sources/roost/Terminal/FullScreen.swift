import Glibc

/// The whole terminal, for a program that draws: what was there before is there again when it leaves.
final class FullScreen: Sendable {
    private let before: termios

    /// Takes the terminal: keys come at once and are not shown, Ctrl-C is one of them, and the screen is another one.
    init() {
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        before = settings
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        // Another screen, without a cursor.
        Output.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    /// Gives it back.
    func leave() {
        var settings = before
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        Output.write("\u{1B}[?25h\u{1B}[?1049l")
    }

    /// Shows what `lines` answers for the terminal's size, all of it in one write, so that nothing flickers.
    func draw(_ lines: (_ width: Int, _ height: Int) -> [String]) {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 0
        let (width, height) = isKnown ? (Int(size.ws_col), Int(size.ws_row)) : (80, 24)
        // Each line ends by clearing what was there, the last one by clearing all below.
        let text = lines(width, height).joined(separator: "\u{1B}[K\r\n")
        Output.write("\u{1B}[H\(text)\u{1B}[J")
    }

    /// The next key, once there is one; `nil` at the end of the input.
    func key() -> Character? {
        var byte: UInt8 = 0
        return read(STDIN_FILENO, &byte, 1) == 1 ? Character(Unicode.Scalar(byte)) : nil
    }
}
