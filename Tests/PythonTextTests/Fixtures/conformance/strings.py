'plain docstring' " joined"  'with' \
    ' others'
'', "", '''''', """"""
'a', "b", '''c''', """d""", 'a"b', "a'b", '''a'b''c''', """a"b""c"""
'\'', "\"", '\\', '\a\b\f\n\r\t\v', '\0', '\07', '\101', '\1234', '\377', '\x41\xe9', '\u00e9\u20ac', '\U0001F600', '\z\ \8'
'a\
b', '''a
b\
c''', """
    select 'x' from "é"
    where a = %(b)s
"""
'é€😀', u'é', U"x", r'\n\'', R"\d+\\", r'''raw
lines\
''', 'lone \ud800 surrogate', '\N{BULLET} named', r'\N{not}'
b'', b'abc', B"x", b'\x00\xff\n\377\z\u1234\N{x}', br'\x00', rb'\n', bR'\'', Rb"""a
b""", b'a' b"b" rb'\c'
('one'
 "two"   # a comment between
 r'\three'
 '''four''')
f'', f'plain', F"x", f'{a}', f'{a}{b}', f'x{a}y{b}z', f'{{}}', f'{{{a}}}', f'{a}}}', f"{{{{"
f'{a!r}', f'{a!s:>10}', f'{a!a}', f'{a:}', f'{a:x}', f'{a:{b}}', f'{a:{b}.{c}}', f'{a:>{b!r}}', f'{a:{b:{c}}}', f'{a:%Y-%m-%d}'
f'{a=}', f'{a = }', f'{a=!s}', f'{a=:x}', f'{a + b = !r:^{w}}', f'{ a = }{b}', f'x {a=} y'
f'{a, b}', f'{a if b else c}', f'{(lambda x: 1)}', f'{ {1: 2}[1] }', f'{a["b"]}', f"{a['b']:{c['d']}}", f'{*a, b}', f'{(x := 1)}', f'{x:=5}'
f'{a["b" ]}' f"{a!r}" 'plain' f'', 'a' f'b' "c" f'{d}' 'e', u'a' f'{b}'
rf'\n{a}\{b}', fr'\{a}', Rf'\d{{2}}', f'\n{a}\t', f'\{a}', f'\x41{a}', f'\N{BULLET}{a}', f'\N{BULLET}'
f'''{
    a
}''', f'''x
{a:
}y''', f"""{a!r
}""", f'{a
}', f'{
a=}', f'''{
a  # comment
}'''
f'{f"{a}"}', f'{f'{a}'}', f'{f"{f'{a}'}"}', f"{'"'}", f'{"\n".join(a)}', f'{'a' 'b'}', f'{f"{a:{b}}":{c}}', f'{a:{f'{b}'}}'
f'{a!=b}', f'{a==b}', f'{a<=b}', f'{a:=^10}', f'{a[1:2]}', f'{f(a=1)}', f'{f(a)=}', f'{a:,}', f'{a:!r}', f'{a :b}'
f'{yield_}', f'é{a}é{é}', f'{a}' 'é' f'{b}', f'%s {a} {{x}} %%'
f'''{a:"}''', f'''"{a}'"''', f"""{"x"}'{'y'}" """
f'''{a = # shown without this
}''', f'{a  # and this
= # and that
!r}'
