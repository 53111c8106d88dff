"""Writes the syntax trees that CPython's own parser builds, in the form that TreeDump.swift writes.

    python3.13 dump_ast.py FILE...         writes the tree of each FILE beside it
    python3.13 dump_ast.py --tree FILE     prints it
    python3.13 dump_ast.py --digests LIST  for each path in LIST a line: its tree's SHA-256, or the error
    python3.13 dump_ast.py --record FILE   in FILE, lists of a source and its tree, writes the trees

Before Python 3.12 the places of what f-strings hold were wrong: --hide-formatted-places omits them.
"""

import ast
import codecs
import hashlib
import json
import pathlib
import re
import struct
import sys
import tokenize
import warnings

sys.setrecursionlimit(100_000)
warnings.simplefilter("ignore")

UNARY = {ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Not: "not"}
BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/",
    ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
}
COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}


def quoted(data):
    return '"' + "".join(
        chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:02x}" for b in data) + '"'


class Dumper:
    def __init__(self, source, hides_places=False):
        self.source = source
        self.hides_places = hides_places
        self.formatted_depth = 0
        encoding, _ = tokenize.detect_encoding(iter(source.splitlines(True)).__next__)
        self.recoded = encoding not in ("utf-8", "utf-8-sig") and encoding
        mark = len(codecs.BOM_UTF8) if source.startswith(codecs.BOM_UTF8) else 0
        self.lines = [mark] + [m.end() for m in re.finditer(rb"\r\n|\r|\n", source)]

    def offset(self, line, column):
        start = self.lines[line - 1]
        if self.recoded:
            end = self.lines[line] if line < len(self.lines) else len(self.source)
            text = self.source[start:end].decode(self.recoded).encode()[:column].decode()
            return start + len(text.encode(self.recoded))
        return start + column

    def span(self, node):
        return (self.offset(node.lineno, node.col_offset),
                self.offset(node.end_lineno, node.end_col_offset))

    def place(self, node):
        if self.hides_places and self.formatted_depth:
            return ""
        start, end = self.span(node)
        return f"{start}-{end}"

    def node(self, name, node, *children):
        return " ".join([f"({name}@{self.place(node)}", *children]) + ")"

    def group(self, name, children):
        return " ".join([f"({name}", *children]) + ")"

    def optional(self, node):
        return "-" if node is None else self.expr(node)

    def all(self, nodes):
        return [self.expr(node) for node in nodes]

    # Expressions

    def expr(self, node):
        return getattr(self, "on_" + type(node).__name__)(node)

    def on_Constant(self, node):
        return self.node("const", node, self.constant(node))

    def constant(self, node):
        value = node.value
        start, end = self.span(node)
        segment = self.source[start:end]
        if value is Ellipsis:
            return "..."
        if value is None or isinstance(value, bool):
            return str(value)
        if isinstance(value, int):
            if value < 1 << 63:
                return f"int:{value}"
            return "big:" + segment.decode().replace("_", "")
        if isinstance(value, float):
            return "float:" + struct.pack(">d", value).hex()
        if isinstance(value, complex):
            return "imag:" + struct.pack(">d", value.imag).hex()
        if isinstance(value, bytes):
            return "bytes:" + quoted(value)
        return self.text(value)

    def text(self, value):
        if any("\ud800" <= c <= "\udfff" for c in value):
            return "str?"
        return "str:" + quoted(value.encode())

    def on_JoinedStr(self, node):
        self.formatted_depth += 1
        parts = list(self.parts(node))
        self.formatted_depth -= 1
        return self.node("fstring", node, *parts)

    def parts(self, node):
        for part in node.values:
            if isinstance(part, ast.Constant):
                yield f"(text {self.text(part.value)})"
            else:
                conversion = "-" if part.conversion == -1 else chr(part.conversion)
                spec = part.format_spec
                yield self.node(
                    "field", part, self.expr(part.value), conversion,
                    "-" if spec is None else self.group("spec", self.parts(spec)))

    def on_Name(self, node):
        return self.node("name", node, node.id)

    def on_Attribute(self, node):
        return self.node("attr", node, self.expr(node.value), node.attr)

    def on_Call(self, node):
        return self.node("call", node, self.expr(node.func), *self.arguments(node))

    def arguments(self, node):
        bases = node.args if isinstance(node, ast.Call) else node.bases
        yield from self.all(bases)
        for keyword in node.keywords:
            yield self.node("kw", keyword, keyword.arg or "**", self.expr(keyword.value))

    def on_Subscript(self, node):
        return self.node("sub", node, self.expr(node.value), self.expr(node.slice))

    def on_Slice(self, node):
        parts = (node.lower, node.upper, node.step)
        return self.node("slice", node, *map(self.optional, parts))

    def on_Tuple(self, node):
        return self.node("tuple", node, *self.all(node.elts))

    def on_List(self, node):
        return self.node("list", node, *self.all(node.elts))

    def on_Set(self, node):
        return self.node("set", node, *self.all(node.elts))

    def on_Dict(self, node):
        items = [self.group("", [self.optional(k), self.expr(v)])
                 for k, v in zip(node.keys, node.values)]
        return self.node("dict", node, *items)

    def on_UnaryOp(self, node):
        return self.node("unary", node, UNARY[type(node.op)], self.expr(node.operand))

    def on_BinOp(self, node):
        return self.node(
            "bin", node, BINARY[type(node.op)], self.expr(node.left), self.expr(node.right))

    def on_BoolOp(self, node):
        name = "and" if isinstance(node.op, ast.And) else "or"
        return self.node("bool", node, name, *self.all(node.values))

    def on_Compare(self, node):
        links = [self.group("", [COMPARE[type(op)], self.expr(right)])
                 for op, right in zip(node.ops, node.comparators)]
        return self.node("cmp", node, self.expr(node.left), *links)

    def on_IfExp(self, node):
        return self.node("ifexp", node, *self.all([node.test, node.body, node.orelse]))

    def on_Lambda(self, node):
        return self.node("lambda", node, self.parameters(node.args), self.expr(node.body))

    def on_ListComp(self, node):
        return self.node("listcomp", node, self.expr(node.elt), *self.clauses(node))

    def on_SetComp(self, node):
        return self.node("setcomp", node, self.expr(node.elt), *self.clauses(node))

    def on_GeneratorExp(self, node):
        return self.node("generator", node, self.expr(node.elt), *self.clauses(node))

    def on_DictComp(self, node):
        return self.node(
            "dictcomp", node, self.expr(node.key), self.expr(node.value), *self.clauses(node))

    def clauses(self, node):
        for clause in node.generators:
            yield self.group("for", [
                "async" if clause.is_async else "-", self.expr(clause.target),
                self.expr(clause.iter), *self.all(clause.ifs)])

    def on_Starred(self, node):
        return self.node("star", node, self.expr(node.value))

    def on_Await(self, node):
        return self.node("await", node, self.expr(node.value))

    def on_Yield(self, node):
        return self.node("yield", node, self.optional(node.value))

    def on_YieldFrom(self, node):
        return self.node("yieldfrom", node, self.expr(node.value))

    def on_NamedExpr(self, node):
        return self.node("walrus", node, self.expr(node.target), self.expr(node.value))

    def parameters(self, args):
        plain = args.posonlyargs + args.args
        defaults = [None] * (len(plain) - len(args.defaults)) + args.defaults
        dumped = [self.parameter(p, d) for p, d in zip(plain, defaults)]
        split = len(args.posonlyargs)
        only = [self.parameter(p, d) for p, d in zip(args.kwonlyargs, args.kw_defaults)]
        return self.group("params", [
            self.group("", dumped[:split]), self.group("", dumped[split:]),
            self.parameter(args.vararg, None), self.group("", only),
            self.parameter(args.kwarg, None)])

    def parameter(self, arg, default):
        if arg is None:
            return "-"
        return self.node(
            "param", arg, arg.arg, self.optional(arg.annotation), self.optional(default))

    # Statements

    def block(self, name, statements):
        return self.group(name, [self.expr(statement) for statement in statements])

    def on_Expr(self, node):
        return self.node("expr", node, self.expr(node.value))

    def on_Assign(self, node):
        return self.node("assign", node, *self.all(node.targets), self.expr(node.value))

    def on_AnnAssign(self, node):
        return self.node(
            "annassign", node, self.expr(node.target), self.expr(node.annotation),
            self.optional(node.value))

    def on_AugAssign(self, node):
        return self.node(
            "augassign", node, BINARY[type(node.op)], self.expr(node.target),
            self.expr(node.value))

    def on_Return(self, node):
        return self.node("return", node, self.optional(node.value))

    def on_Raise(self, node):
        return self.node("raise", node, self.optional(node.exc), self.optional(node.cause))

    def on_Assert(self, node):
        return self.node("assert", node, self.expr(node.test), self.optional(node.msg))

    def on_Delete(self, node):
        return self.node("del", node, *self.all(node.targets))

    def on_Pass(self, node):
        return self.node("pass", node)

    def on_Break(self, node):
        return self.node("break", node)

    def on_Continue(self, node):
        return self.node("continue", node)

    def on_Global(self, node):
        return self.node("global", node, *node.names)

    def on_Nonlocal(self, node):
        return self.node("nonlocal", node, *node.names)

    def aliases(self, node):
        return [self.node("alias", a, a.name, a.asname or "-") for a in node.names]

    def on_Import(self, node):
        return self.node("import", node, *self.aliases(node))

    def on_ImportFrom(self, node):
        return self.node(
            "from", node, str(node.level), node.module or "-", *self.aliases(node))

    def on_If(self, node):
        branches = []
        last = node
        while True:
            branches.append(
                self.group("", [self.expr(last.test), self.block("body", last.body)]))
            following = last.orelse
            if len(following) != 1 or not isinstance(following[0], ast.If):
                break
            start, _ = self.span(following[0])
            if not self.source.startswith(b"elif", start):
                break
            last = following[0]
        return self.node("if", node, *branches, self.block("else", last.orelse))

    def on_For(self, node, flag="-"):
        return self.node(
            "for", node, flag, self.expr(node.target), self.expr(node.iter),
            self.block("body", node.body), self.block("else", node.orelse))

    def on_AsyncFor(self, node):
        return self.on_For(node, "async")

    def on_While(self, node):
        return self.node(
            "while", node, self.expr(node.test), self.block("body", node.body),
            self.block("else", node.orelse))

    def on_Try(self, node, flag="-"):
        handlers = [self.node("except", h, self.optional(h.type), h.name or "-",
                              self.block("body", h.body)) for h in node.handlers]
        return self.node(
            "try", node, flag, self.block("body", node.body), *handlers,
            self.block("else", node.orelse), self.block("finally", node.finalbody))

    def on_TryStar(self, node):
        return self.on_Try(node, "*")

    def on_With(self, node, flag="-"):
        items = [self.group("", [self.expr(i.context_expr), self.optional(i.optional_vars)])
                 for i in node.items]
        return self.node("with", node, flag, *items, self.block("body", node.body))

    def on_AsyncWith(self, node):
        return self.on_With(node, "async")

    def on_FunctionDef(self, node, flag="-"):
        return self.node(
            "def", node, flag, node.name, self.group("decorators", self.all(node.decorator_list)),
            self.types(node), self.parameters(node.args), self.optional(node.returns),
            self.block("body", node.body))

    def on_AsyncFunctionDef(self, node):
        return self.on_FunctionDef(node, "async")

    def on_ClassDef(self, node):
        return self.node(
            "class", node, node.name, self.group("decorators", self.all(node.decorator_list)),
            self.types(node), *self.arguments(node), self.block("body", node.body))

    def types(self, node):
        dumped = []
        for p in getattr(node, "type_params", []):
            stars = {"TypeVar": "-", "TypeVarTuple": "*", "ParamSpec": "**"}[type(p).__name__]
            dumped.append(self.node(
                "type", p, stars, p.name, self.optional(getattr(p, "bound", None)),
                self.optional(getattr(p, "default_value", None))))
        return self.group("types", dumped)

    def on_TypeAlias(self, node):
        return self.node(
            "typealias", node, node.name.id, self.types(node), self.expr(node.value))

    # Patterns

    def on_Match(self, node):
        cases = [self.group("case", [
            self.expr(c.pattern), self.optional(c.guard), self.block("body", c.body)])
            for c in node.cases]
        return self.node("match", node, self.expr(node.subject), *cases)

    def on_MatchValue(self, node):
        return self.node("value", node, self.expr(node.value))

    def on_MatchSingleton(self, node):
        return self.node("singleton", node, f"(const@{self.place(node)} {node.value})")

    def on_MatchAs(self, node):
        if node.pattern is None:
            return self.node("capture", node, node.name or "-")
        return self.node("binding", node, node.name, self.expr(node.pattern))

    def on_MatchStar(self, node):
        return self.node("rest", node, node.name or "-")

    def on_MatchOr(self, node):
        return self.node("alternatives", node, *self.all(node.patterns))

    def on_MatchSequence(self, node):
        return self.node("sequence", node, *self.all(node.patterns))

    def on_MatchMapping(self, node):
        items = [self.group("", [self.expr(k), self.expr(p)])
                 for k, p in zip(node.keys, node.patterns)]
        return self.node("mapping", node, node.rest or "-", *items)

    def on_MatchClass(self, node):
        keywords = [self.group("kw", [name, self.expr(pattern)])
                    for name, pattern in zip(node.kwd_attrs, node.kwd_patterns)]
        return self.node(
            "instance", node, self.expr(node.cls), *self.all(node.patterns), *keywords)


def dump(source, hides_places=False):
    dumper = Dumper(source, hides_places)
    return "".join(dumper.expr(s) + "\n" for s in ast.parse(source).body)


def tree(path, hides_places):
    """The tree of a file, or `!` and why it has none."""
    try:
        return dump(pathlib.Path(path).read_bytes(), hides_places)
    except SyntaxError as error:
        return f"!{error.lineno}:{error.offset} {error.msg}"
    except (ValueError, RecursionError, MemoryError, LookupError) as error:
        return f"!{type(error).__name__}: {error}"


def digest(path, hides_places):
    text = tree(path, hides_places)
    return text if text.startswith("!") else hashlib.sha256(text.encode()).hexdigest()


def record(path):
    """Beside each source its tree, nothing if it has none, and why it is refused after parsing."""
    records = []
    for source, *_ in json.loads(path.read_text()):
        found = [source]
        try:
            found.append(dump(source.encode()))
            compile(source.encode(), "snippet", "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            found += [None] * (2 - len(found)) + [str(error)]
        records.append(json.dumps(found, ensure_ascii=False))
    path.write_text("[\n" + ",\n".join(records) + "\n]\n")


def main(arguments):
    hides_places = "--hide-formatted-places" in arguments
    if arguments[:1] == ["--tree"]:
        sys.stdout.write(tree(arguments[1], hides_places))
    elif arguments[:1] == ["--record"]:
        record(pathlib.Path(arguments[1]))
    elif arguments[:1] == ["--digests"]:
        for path in pathlib.Path(arguments[1]).read_text().splitlines():
            print(digest(path, hides_places).splitlines()[0])
    else:
        for name in arguments:
            path = pathlib.Path(name)
            path.with_suffix(".ast").write_text(dump(path.read_bytes()))


if __name__ == "__main__":
    main(sys.argv[1:])
