@_exported public import SQLExpressions
