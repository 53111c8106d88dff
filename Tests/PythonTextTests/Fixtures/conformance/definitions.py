"""Functions and classes."""
def f(): pass
def f(a): return
def f(a, b=1, *args, c, d=2, **kwargs): return a, b
def f(a, /): pass
def f(a, b=1, /, c=2, *, d, e=3): pass
def f(*, a): pass
def f(*args): pass
def f(**kwargs): pass
def f(a, *, b,): pass
def f(a: int, b: "str" = 1, *args: int, c: x.y[0] = 2, **kwargs: dict) -> None: ...
def f(*args: *Ts) -> tuple[*Ts]: pass
def f() -> lambda: 0: pass
def f[T](a: T) -> T: return a
def f[T: (int, str), *Ts, **P](): pass
async def f():
    await a
    await a.b(c)
    x = await a + await b ** await c
    async for x in y: pass
    async with a as b, c: pass
    async with (a as b, c): pass
    return [x async for x in y if await z]
def generator():
    yield
    yield a
    yield a, b
    yield *a, b
    x = yield
    x = yield a
    x += yield a
    x: int = yield a
    x = y = yield a
    yield from a
    x = yield from a
    (yield)
    x = (yield a), (yield)
    f((yield a))
    f"{yield a}"
    return *a, b
def f(
    a,  # first
    b,
):
    """Docstring."""
    global x, y
    def inner():
        nonlocal a
        def innermost(): return a
        return innermost
    class Local: pass

    return inner


@decorator
def f(): pass
@a.b.c
@a(1, k=2)
@(lambda f: f)
@x[0]
@(y := z)
async def f(): pass
class A: pass
class A(): pass
class A(B, C, metaclass=M, *D, **E): pass
class A[T](Base[T]): x: T
@decorator
class A(B):
    """Docstring."""

    x = 1
    y: int = 2

    @property
    def z(self): return self.x

    @z.setter
    def z(self, value):
        self.x = value

    class Inner(A):
        def method(self):
            return super().method()

        async def other(self): ...
if x:
    def conditional():
        if y:
            return 1
        return 2
else:
    conditional = None
for x in y:
    def looped(): pass; pass
def last():
    if x:
        pass
        # a comment at the end
    # another

