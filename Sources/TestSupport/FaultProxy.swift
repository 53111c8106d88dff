internal import Dispatch
internal import Glibc
package import ScratchServers
internal import Synchronization

/// A place in the talk of a client with its server.
package struct FaultPoint: Sendable, Hashable {
  package enum Place: String, Sendable, Hashable, CaseIterable {
    /// The message is held back.
    case before
    /// Half of its bytes are handed on.
    case inside
    /// All of it is.
    case after
    /// The server has answered it, and the answer is held back.
    case answered
  }

  package let sender: Sender
  /// Counts the messages of a sender from one on, over all sessions of a proxy but those of a watch.
  package let ordinal: Int
  package let place: Place

  package init(_ place: Place, _ sender: Sender, _ ordinal: Int) {
    self.place = place
    self.sender = sender
    self.ordinal = ordinal
  }
}

/// What is done at a point, by the thread that carries the messages: meanwhile nothing moves.
package struct FaultAction: Sendable {
  /// Called before a message of the client is handed on; what it returns is called afterwards.
  let prepare: @Sendable (FaultScene) -> @Sendable () -> Void
  let perform: @Sendable (FaultScene) -> Void
  /// Whether both sides are cut off behind it.
  let cuts: Bool

  package init(
    cuts: Bool, prepare: @escaping @Sendable (FaultScene) -> @Sendable () -> Void = { _ in {} },
    perform: @escaping @Sendable (FaultScene) -> Void = { _ in }
  ) {
    self.cuts = cuts
    self.prepare = prepare
    self.perform = perform
  }
}

/// The session that a point was reached in.
package struct FaultScene: Sendable {
  /// The program that opened the first session of all.
  package let program: Int32?
  /// The server's process, once it has named itself.
  package let backendPID: Int32?
}

/// Stands between a program and a server, and lets a fault happen at one message.
package final class FaultProxy: Sendable {
  /// What was said, by whom, in the order in which it came.
  package struct Utterance: Sendable {
    package let sender: Sender
    package let ordinal: Int
    package let type: UInt8
    package let statement: String?
  }

  struct State {
    var counts: [Sender: Int] = [:]
    var program: Int32?
    var utterances: [Utterance] = []
    var hasFired = false
    var isFrozen = false
    var isClosed = false
    var delay = Duration.zero
  }

  private let cluster: Cluster
  private let folder: String
  private let listener: Int32
  let point: FaultPoint?
  let action: FaultAction
  private let state: Mutex<State>

  private static let counter = Atomic<Int>(0)

  /// Listens at once.
  package init(
    before cluster: Cluster, at point: FaultPoint? = nil,
    _ action: FaultAction = FaultAction(cuts: true), delay: Duration = .zero
  ) throws(ServerError) {
    self.cluster = cluster
    self.point = point
    self.action = action
    state = Mutex(State(delay: delay))
    folder = "\(cluster.folder)/proxy-\(Self.counter.add(1, ordering: .relaxed).newValue)"
    try Folders.make(folder, owner: .current)
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let bound = withSocketAddress("\(folder)/.s.PGSQL.5432") { bind(listener, $0, $1) }
    guard bound == 0, listen(listener, 128) == 0 else {
      throw .cannotWrite(folder, reason: String(cString: strerror(errno)))
    }
    let number = listener
    DispatchQueue(label: "proxy").async { [weak self] in
      while true {
        let client = accept(number, nil, nil)
        guard client >= 0 else { break }
        guard let self else {
          Glibc.close(client)
          break
        }
        self.serve(client)
      }
      Glibc.close(number)
    }
  }

  deinit { close() }

  /// Takes no more sessions, and cuts off those that there are.
  package func close() {
    guard
      state.withLock({ state in
        defer { state.isClosed = true }
        return !state.isClosed
      })
    else { return }
    // Wakes the thread that accepts.
    shutdown(listener, Int32(SHUT_RDWR))
    Folders.removeEverything(folder)
  }

  /// The address of a database through it, as the same role as that of the server's own address.
  package func url(database: String) -> String {
    "postgresql://\(Cluster.owner)@/\(database)?host=\(folder)&port=5432"
  }

  package func parameters(database: String) -> [(keyword: String, value: String)] {
    [
      ("host", folder), ("port", "5432"), ("user", Cluster.owner), ("dbname", database),
      ("connect_timeout", "10"),
    ]
  }

  /// Everything that was said until now.
  package var utterances: [Utterance] { state.withLock(\.utterances) }
  package var hasFired: Bool { state.withLock(\.hasFired) }

  /// Lets nothing through any more, in either direction, and cuts nothing off; or goes on.
  package func freeze(_ isFrozen: Bool) { state.withLock { $0.isFrozen = isFrozen } }

  /// The program that opened the first session of all.
  var program: Int32? { state.withLock(\.program) }
  var isFrozen: Bool { state.withLock(\.isFrozen) }
  var isClosed: Bool { state.withLock(\.isClosed) }
  var delay: Duration { state.withLock(\.delay) }

  /// Counts a message.
  /// - Returns: whether the fault is to happen at it.
  func count(_ message: WireMessage) -> Bool {
    state.withLock { state in
      let ordinal = state.counts[message.sender, default: 0] + 1
      state.counts[message.sender] = ordinal
      state.utterances.append(
        Utterance(
          sender: message.sender, ordinal: ordinal, type: message.type,
          statement: message.statement.map { String($0.prefix(400)) }))
      guard let point, point.sender == message.sender, point.ordinal == ordinal else {
        return false
      }
      state.hasFired = true
      return true
    }
  }

  private func serve(_ client: Int32) {
    state.withLock { $0.program = $0.program ?? Self.peer(of: client) }
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let words = Dictionary(
      cluster.parameters(database: "").map { ($0.keyword, $0.value) }, uniquingKeysWith: { $1 })
    let path = "\(words["host"] ?? "")/.s.PGSQL.\(words["port"] ?? "")"
    guard withSocketAddress(path, { connect(server, $0, $1) }) == 0 else {
      Glibc.close(server)
      Glibc.close(client)
      return
    }
    DispatchQueue(label: "relay").async {
      var relay = Relay(proxy: self, client: client, server: server)
      relay.run()
      Glibc.close(server)
      Glibc.close(client)
    }
  }
}

extension FaultProxy {
  /// The process at the other end; Swift has no name for the C structure of three numbers.
  private static func peer(of descriptor: Int32) -> Int32? {
    var credentials: (pid: Int32, uid: UInt32, gid: UInt32) = (0, 0, 0)
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    let got = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
    return got == 0 ? credentials.pid : nil
  }
}

/// Calls `body` with the address of a Unix socket.
private func withSocketAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  precondition(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path))
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
      body(generic, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
