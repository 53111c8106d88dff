"""Every kind of expression. Größe: non-ASCII text comes first, so that bytes and characters differ."""
ä = "ä"; größe = ä + "ö"
None, True, False, ..., Ellipsis
0, 00, 1_000, 0xFF, 0XdeadBEEF, 0o17, 0O7_7, 0b101, 0B1_0, 9223372036854775807, 9223372036854775808
0x1_0000_0000_0000_0000, 123_456_789_012_345_678_901_234_567_890
1.0, 1., .5, 1e10, 1E-5, 1_0.0_1e+1_0, 0.1, 1e400, 012.5, 09e0, 3j, 3.5J, 1e3j, 0777j
a.b.c, a . b, (a).b, (a.b).c, 1 .real, 1..real, 1.0.real
f(), f(1), f(1,), f(a, b, *c, d, *e, k=1, **g, h=2, **i), f(k = 1, *c), f((yield_)), f(x := 1, y)
f(x for x in y), f((x for x in y), 1), f(g(x for x in y)), f(*a or b, **c or d), f(lambda: 0, lambda x: x)
a[0], a[0,], a[0, 1], a[:], a[::], a[1:], a[:2], a[::3], a[1:2:3], a[1:2, ::3, ...], a[b][c], a[*b], a[*b, c], a[x := 1], a[lambda: 0:1]
(), (1,), (1, 2), (1, 2,), ((1)), (*a, b), (*a,), [], [1], [1, 2,], [*a, *b], {1}, {1, 2,}, {*a, b}
{}, {1: 2}, {1: 2, 3: 4,}, {**a}, {**a, 1: 2, **b}, {1: lambda: 0, 2: (yield_)}
+a, -a, ~a, not a, not not a, - - a, -+~a, -a ** -b, -1, - 1
a + b - c, a * b / c // d % e @ f, a ** b ** c, (a ** b) ** c, a << b >> c, a & b ^ c | d, a + (b + c), (a + b) + c
a | b ^ c & d << e + f * -g ** h, ((a) + (b)) * (c)
a or b or c and d and e or not f, (a or b) and c, a or (b or c)
a < b, a < b <= c != d == e > f >= g, a is b, a is not b, a in b, a not in b, not a in b, a is not not_b, (a < b) < c
a if b else c, a if b else c if d else e, (a if b else c) if d else e, a or b if c or d else e or f
lambda: 0, lambda x: x, lambda x, y=1, *z, k, l=2, **m: (x, y), lambda *, k: k, lambda x, /, y: y, lambda *a, **k,: 0
lambda x=lambda: 1: x, lambda: (yield_), lambda: lambda: 0, lambda x, y, /, z=1, *, w: 0
[x for x in y], [x for x in y if z], [x for x in y if z if w for v in x], [x for x, in y], [x for x, y in z], [(x, y) for x in a for y in b]
{x for x in y}, {x: y for x, y in z}, {x: y for x in a if b for y in c}, (x for x in y), ((x) for (x) in (y)), [x for *x, y in z]
[x for x in a or b], [x for x in lambda_ if (lambda: 0)], [[y for y in x] for x in z], [x for a.b in c], [x for a[0] in c]
(x := 1), (y := (x := 1)), [x := 1, y := 2], {x := 1}, f(a)(b)[c].d(e), (lambda: 0)()
