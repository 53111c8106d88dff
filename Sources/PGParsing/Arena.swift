import CLibPGQuery
import Glibc

/// Memory for one syntax tree, given back as a whole: no walk over the tree is needed to free it.
@safe
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = unsafe []
  private var next: UnsafeMutableRawPointer?
  private var available = 0
  private var blockSize = 16 * 1024

  deinit {
    unsafe blocks.forEach { unsafe free($0) }
  }

  /// Lends protobuf-c an allocator that takes from here and frees nothing.
  func withAllocator<Value>(
    _ body: (UnsafeMutablePointer<ProtobufCAllocator>) -> Value
  ) -> Value {
    var allocator = unsafe ProtobufCAllocator(
      alloc: { owner, size in
        guard let owner = unsafe owner else { return nil }
        return unsafe Unmanaged<Arena>.fromOpaque(owner).takeUnretainedValue().allocate(size)
      },
      free: { _, _ in },
      allocator_data: Unmanaged.passUnretained(self).toOpaque())
    return unsafe withUnsafeMutablePointer(to: &allocator) { unsafe body($0) }
  }

  private func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    let rounded = (size + 15) & ~15
    if rounded > available {
      blockSize = min(blockSize * 2, 1 << 20)
      let capacity = max(blockSize, rounded)
      guard let block = unsafe malloc(capacity) else { return nil }
      unsafe blocks.append(block)
      unsafe next = block
      available = capacity
    }
    guard let result = unsafe next else { return nil }
    unsafe next = result + rounded
    available -= rounded
    return unsafe result
  }
}
