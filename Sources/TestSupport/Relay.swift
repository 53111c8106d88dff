internal import Glibc

/// Carries the messages of one session, by one thread.
struct Relay {
  private let proxy: FaultProxy
  private var client: Line
  private var server: Line
  private var answers = AnswerTracker()
  private var backendPID: Int32?
  /// Whether its messages are no part of what a run says each time.
  private var isWatch = false
  /// Whether what the server says is kept from the client for now.
  private var holdsAnswers = false
  private var held: [UInt8] = []

  /// One of the two connections.
  private struct Line {
    let descriptor: Int32
    var reader: MessageReader
    var unsent: [UInt8] = []
    var isOpen = true
  }

  init(proxy: FaultProxy, client: Int32, server: Int32) {
    self.proxy = proxy
    self.client = Line(descriptor: client, reader: MessageReader(sender: .client))
    self.server = Line(descriptor: server, reader: MessageReader(sender: .server))
    for descriptor in [client, server] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  /// Carries until one side closes.
  mutating func run() {
    while client.isOpen, server.isOpen, !proxy.isClosed {
      if proxy.isFrozen {
        usleep(2_000)
        continue
      }
      let count = move()
      if count > 0, proxy.delay > .zero { Self.wait(proxy.delay) }
      guard carry() else { return }
    }
    // What one side has still said reaches the other one.
    _ = carry()
    flush()
  }

  /// Hands on the messages that are there whole; false when a fault has cut the line.
  private mutating func carry() -> Bool {
    while let message = client.reader.next() {
      guard pass(message) else { return false }
    }
    while let message = server.reader.next() {
      guard pass(message) else { return false }
    }
    return true
  }

  private mutating func pass(_ message: WireMessage) -> Bool {
    if let pid = message.backendPID { backendPID = pid }
    if message.asksForEncryption { server.reader.expectsRefusal = true }
    isWatch = isWatch || message.beginsWatch
    guard !isWatch, proxy.count(message), let point = proxy.point else {
      hand(on: message.bytes, message)
      return true
    }
    let scene = FaultScene(program: proxy.program, backendPID: backendPID)
    let finish = proxy.action.prepare(scene)
    handOn(message, until: point.place)
    proxy.action.perform(scene)
    finish()
    guard !proxy.action.cuts else { return false }
    // The session goes on, if the fault has left it alive.
    holdsAnswers = false
    client.unsent += held
    held = []
    let delivered: Int
    switch point.place {
    case .before: delivered = 0
    case .inside: delivered = message.bytes.count / 2
    case .after, .answered: delivered = message.bytes.count
    }
    let rest = Array(message.bytes[delivered...])
    if !rest.isEmpty { hand(on: rest, message) }
    return true
  }

  /// Brings a message as far as the fault wants it.
  private mutating func handOn(_ message: WireMessage, until place: FaultPoint.Place) {
    switch place {
    case .before: break
    case .inside: unsend(Array(message.bytes.prefix(message.bytes.count / 2)), message.sender)
    case .after: hand(on: message.bytes, message)
    case .answered:
      holdsAnswers = true
      let number = answers.sent(message.type)
      server.unsent += message.bytes
      if message.type != UInt8(ascii: "S"), message.type != UInt8(ascii: "Q"), message.type != 0 {
        server.unsent += WireMessage.flush
      }
      waitForAnswer(number)
    }
    flush()
  }

  private mutating func waitForAnswer(_ number: Int) {
    let limit = ContinuousClock.now + .seconds(2)
    while server.isOpen, .now < limit, !answers.isAnswered(number) {
      move(clientToo: false)
      while let message = server.reader.next() {
        _ = proxy.count(message)
        hand(on: message.bytes, message)
      }
    }
  }

  private mutating func hand(on bytes: [UInt8], _ message: WireMessage) {
    switch message.sender {
    case .client: _ = answers.sent(message.type)
    case .server: answers.received(message.type)
    }
    unsend(bytes, message.sender)
  }

  private mutating func unsend(_ bytes: [UInt8], _ sender: Sender) {
    switch sender {
    case .client: server.unsent += bytes
    case .server where holdsAnswers: held += bytes
    case .server: client.unsent += bytes
    }
  }

  /// Writes what has to be written, as long as both sides live.
  private mutating func flush() {
    let limit = ContinuousClock.now + .seconds(10)
    while .now < limit,
      server.isOpen && !server.unsent.isEmpty || client.isOpen && !client.unsent.isEmpty
    {
      move(clientToo: false)
    }
  }

  /// Reads and writes what can be without waiting, after at most 50 milliseconds.
  /// - Returns: how many bytes came.
  @discardableResult
  private mutating func move(clientToo: Bool = true) -> Int {
    var requests = [client, server].map { line in
      pollfd(
        fd: line.isOpen ? line.descriptor : -1,
        events: Int16(POLLIN) | (line.unsent.isEmpty ? 0 : Int16(POLLOUT)), revents: 0)
    }
    if !clientToo { requests[0].events &= ~Int16(POLLIN) }
    guard poll(&requests, 2, 50) > 0 else { return 0 }
    Self.write(&client)
    Self.write(&server)
    let hasEnded = Int16(POLLHUP) | Int16(POLLERR)
    var count = 0
    if clientToo, requests[0].revents & (Int16(POLLIN) | hasEnded) != 0 {
      count += Self.read(&client)
    } else if requests[0].revents & hasEnded != 0 {
      client.isOpen = false
    }
    if requests[1].revents & (Int16(POLLIN) | hasEnded) != 0 { count += Self.read(&server) }
    return count
  }

  private static func write(_ line: inout Line) {
    guard line.isOpen, !line.unsent.isEmpty else { return }
    let count = send(line.descriptor, line.unsent, line.unsent.count, Int32(MSG_NOSIGNAL))
    if count > 0 {
      line.unsent.removeFirst(count)
    } else if errno != EAGAIN && errno != EINTR {
      line.isOpen = false
    }
  }

  private static func read(_ line: inout Line) -> Int {
    withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { buffer in
      let count = Glibc.read(line.descriptor, buffer.baseAddress, buffer.count)
      if count > 0 {
        line.reader.append(Array(buffer[..<count])[...])
        return count
      }
      if count == 0 || errno != EAGAIN && errno != EINTR { line.isOpen = false }
      return 0
    }
  }

  private static func wait(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    usleep(UInt32(seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
  }
}
