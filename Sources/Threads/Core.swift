internal import CCores

package enum Core {
  /// How many cores this process may run on.
  package static var count: Int { Int(ccores_count()) }
}
