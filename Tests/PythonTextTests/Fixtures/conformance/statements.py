#!/usr/bin/env python
# -*- coding: utf-8 -*-
import a
import a.b.c, d as e, f.g as h
import a . b
from a import b
from a.b import c as d, e
from . import a
from .. import a
from ... import a
from .... import (a, b as c,)
from .a.b import (
    c,  # why
    d
)
from ...a import *
x = 1; y = 2; z = 3;
x = y = z = a, b
x, y = y, x
x, = y
(x), [y, (z)] = a
[x, y] = (z, *w) = a
*x, y = z
x.y = x[0] = x[1:2] = 1
x: int
x: int = 1
x.y: "str" = a, b
x[0]: int
(x): int = 1
x: tuple = *a, b
x += 1; x -= 1; x *= 2; x /= 2; x //= 2; x %= 2; x @= m; x **= 2; x <<= 1; x >>= 1; x &= 1; x |= 1; x ^= 1
x += a, b
x.y += (yield_)
pass
assert x
assert x, "message"
assert (x, y)
del x
del x, y.z, a[0],
del (x), (y, z), [a, b]
del ()
raise
raise x
raise x from y
global a, b
nonlocal_ = 1
print(x); print (x, y)
if x: pass
if x:
    pass
elif y: pass
elif z:
    pass
else:
    pass
if x:
    pass
else:
    if y:
        pass
if (x := 1): y = 2; z = 3
if x := 1: pass
while x: break
while x:
    continue
else:
    pass
for x in y: pass
for x, y in z: pass
for x, in y: pass
for (x, y), *z in a, b: pass
for x.y in z:
    break
else:
    pass
for x[0] in *a, b:
    pass
try:
    pass
except:
    pass
try: pass
except A: pass
except (A, B) as e: pass
except a.b as e:
    raise e
except:
    pass
else: pass
finally:
    pass
try:
    pass
finally:
    pass
try:
    pass
except* A as e:
    pass
except *(B, C):
    pass
with a: pass
with a as b: pass
with a as b, c as d, e: pass
with (a): pass
with (a, b): pass
with (a) as b: pass
with (a, b) as c: pass
with (a as b): pass
with (a as b, c as d,): pass
with (
    open(a) as b,
    c,
):
    pass
with (a), (b): pass
with (a).b as c, d: pass
with a as (b, c), d as [e, *f], g as h.i, j as k[0]: pass
with (yield_): pass
with (x for x in y): pass
with (a := b): pass
with (*a, b): pass
with (a if b else c) as d: pass
with (): pass
if x:
	tab = 1
	if y:
	    mixed = 2
if x:
        eight = 1
        if y:
            pass
if \
    x \
    : \
    pass

# a comment at the left
if x:
# another
    pass
    # deeper
        # still deeper
    y = (1 +
  2)

    z = [
]
  # odd
w = 1
match x:
    case 1: pass
    case -1 | 2.5 + 3j: pass
    case "a" "b": pass
    case None | True: pass
    case a.b: pass
    case [a, *b] if c: pass
    case (a, b, *_): pass
    case {"k": v, 1: w, **rest}: pass
    case Point(x=0, y=[1, 2]) as p: pass
    case str() | {}: pass
    case a, b: pass
    case _ if (y := x): 
        pass
    case _:
        match = case = 1
match (x):
    case _: pass
match x, y:
    case _: pass
match *x, y:
    case _: pass
match -x:
    case _: pass
match [a, b]:
    case _: pass
match x := y:
    case _: pass
match = 1
match.x = 2
match[0] = 3
match(x)
match: int
match, case = 1, 2
match * x
print(match, case, type, _)
type = 1
type.x
type(x)
type X = int
type Y[T] = list[T]
type Z[T: int, *Ts, **P] = dict[T, P]
type W[T = int, *U = *tuple[int], **P = [int]] = x
x = yield_
lambda_ = (lambda: (yield))
match x:
    case {**rest}: pass
    case {"k": 1, **rest,}: pass
    case {a.b: c, None: d, -1: e, "x" 'y': f, 1 + 2j: g}: pass
    case (): pass
    case []: pass
    case (a): pass
    case (a,): pass
    case [*_,]: pass
    case *a, b: pass
    case a, : pass
    case (a | b) as c if e: pass
    case A.B(1, C(), x=D(y=2),): pass
    case 1 | -1.5 | -1 - 2j | b'x': pass
    case ("a" | {"b": [c, *d]}) as e: pass
    case match: pass
