import Ledgers
import Revisions
import Signals

/// Consecutive transactional steps of a plan, the requests of which are made while the server is at work
/// on those before them.
final class StepFeed {
  private let plan: Plan
  private let context: StepContext
  private let isSingleTransaction: Bool
  private let isPreparing: Bool
  /// What the first of the steps has before it.
  let opening: RunOpening?
  /// The first of the steps.
  let start: Int
  /// The steps that can be part of it.
  let reach: Range<Int>
  /// The first step that is not made, or no part of it.
  private(set) var end: Int
  /// What each request is about, of all that were made.
  private(set) var parts: [StepBatch.Place] = []
  /// Where our ledger ends once everything that was made is committed.
  private(set) var head: (position: Int, chain: String)

  init(
    _ plan: Plan, from start: Int, head: (position: Int, chain: String), context: StepContext,
    isSingleTransaction: Bool, isPreparing: Bool, opening: RunOpening? = nil
  ) {
    self.plan = plan
    self.context = context
    self.isSingleTransaction = isSingleTransaction
    self.isPreparing = isPreparing
    self.opening = opening
    self.start = start
    self.head = head
    let last = plan.steps[start...].firstIndex { !plan.isWhole($0) } ?? plan.steps.count
    reach = start..<last
    end = start
  }

  /// Whether the end of the run's record is part of it.
  var isClosing: Bool { end == plan.steps.count }

  /// Makes the next step; nil behind the last, and once somebody wants the run to end.
  func next() -> StepBatch? {
    guard end < reach.upperBound, isSingleTransaction || Interruption.current == nil,
      end == start || !context.mayNeedNewSession(behind: plan.steps[end - 1])
    else { return nil }
    var batch = StepBatch(head: head)
    if end == start, let opening { batch.append(opening, before: end) }
    let isLast = end == plan.steps.count - 1
    let edges = TransactionEdges(
      begins: !isSingleTransaction || end == 0, commits: !isSingleTransaction || isLast)
    batch.append(
      plan.steps[end], index: end, edges: edges, context: context, isPreparing: isPreparing)
    if isLast { batch.appendClosing(of: context.run, index: end, store: context.store) }
    parts += batch.parts
    head = batch.head
    end += 1
    return batch
  }
}
