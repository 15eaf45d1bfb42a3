/// One of the things that a module takes part in.
enum ModulePart: Hashable {
    case request(String)
    case route(String)
    case recorder
    case proposal(ObjectIdentifier)
    case event(ObjectIdentifier)
    case eraser
}
