import Crypto

/// Macaroons that pymacaroons 0.13.0 made and serialised, in version 2, with the key `00 01 ... 1f`.
enum Vectors {
    static let rootKeyBytes = [UInt8](0..<32)
    static let rootKey = SymmetricKey(data: rootKeyBytes)
    static let identifier = "c2Vzc2lvbi1vbmUtb2Z0d28"
    static let caveat = "expires < 2030-01-31T12:00:00Z"
    static let secondCaveat = "expires < 2029-01-31T12:00:00Z"

    static let bare =
        "AgEFcm9vc3QCF2MyVnpjMmx2YmkxdmJtVXRiMlowZDI4AAAGIOPxj5v3Y_JM3dwJhMx4ht12wAeoNTKdJrp0ty6cTBag"
    private static let start =
        "AgEFcm9vc3QCF2MyVnpjMmx2YmkxdmJtVXRiMlowZDI4AAIeZXhwaXJlcyA8IDIwMzAtMDEtMzFUMTI6MDA6MDBaAA"
    /// With `caveat`.
    static let one = start + "AGICDPGWilj9tyhHkcd1Ag8Wcydhg4hPFkcrFDSwn-H0PE"
    /// `one`, read and narrowed by `secondCaveat` in pymacaroons.
    static let narrowed =
        start + "IeZXhwaXJlcyA8IDIwMjktMDEtMzFUMTI6MDA6MDBaAAAGIHLfCRxYMbskksgYSaytdweNoGpUiWM9wrvd3MQ5JGzd"
    /// `one`, narrowed by `room = lobby`.
    static let roomCaveat = start + "IMcm9vbSA9IGxvYmJ5AAAGIMHja0kZoi1NMNcU7C2ZBkixrZmKs51nWN2qd4PNBHvm"
    /// `one` with a third-party caveat.
    static let thirdParty =
        start
        + "EJZWxzZXdoZXJlAgNjaWQESGtoMi80FquCyXzb1zeNzznDw6ZsSTiI2oJw_tGK0w22DnwkzvG_V6A9W3eG5xf7lXSqfMwymFdg"
        + "Y-BSSM2bSzn5dGaFxzMvPgAABiA4q28AALbLUGEvKfufgFWJ37MWzXg7sqj1JEikc7ZPQw"
    /// The identifier `abc` and an empty location.
    static let emptyLocation = "AgEAAgNhYmMAAAYgnWwMsnheiQ0P4vp7TxrimTkVYIkxxeYkvALpMrObEx0"
}
