/// One of the things that a module takes part in.
enum ModulePart: Hashable {
    case request(String)
    case route(String)
    case recorder
    case proposal(ObjectIdentifier)
    case event(ObjectIdentifier)
    case eraser

    /// Whether it is somebody in particular who asks for it, and alone has harm where it fails.
    var isAskedFor: Bool {
        switch self {
        case .request, .route, .eraser: true
        case .recorder, .proposal, .event: false
        }
    }
}
