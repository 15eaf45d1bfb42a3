/// The way on which a connection's frames leave at the moment; used on the connection's event loop only.
protocol Transport: AnyObject {
    /// Its name in the protocol.
    var name: TransportName { get }
    /// Whether frames can leave now; if not, `Outlet.becameWritable()` follows when they can.
    var isWritable: Bool { get }
    /// Writes this tick's frames, those of `cycle` up to `tail`.
    func write(_ cycle: FlushCycle, upTo tail: Int)
    /// Writes frames that had to wait.
    func write(_ frames: [Frame])
    /// The packet that is the last one where the connection ends for `reason`.
    func goodbye(_ reason: CloseReason) -> Frame?
    /// Ends; nothing is written after it.
    func close(_ reason: CloseReason)
}
