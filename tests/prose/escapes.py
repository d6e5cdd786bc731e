"""Known ways out of template sandboxes, and texts that ask for more than a machine has. ``CANARY`` is a file that none may make."""

from __future__ import annotations

import base64
import pickle
from pathlib import Path


class _Touch:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def payload(canary: Path) -> str:
    """A pickle that makes a file, in characters that a template can hold."""
    return base64.b64encode(pickle.dumps(_Touch(canary), 0)).decode()


OBJECTS = (
    "agency", "year", "facts", "figures", "requests", "requests.new", "requests.new.total", "disclosure", "disputes",
    "facts.x", "agency.name", "agency.contact", "previous", "previous.requests", "''", "0", "1.0", "[]", "{}", "()",
    "(1).real", "none", "true", "self", "loop", "cycler", "namespace", "range", "dict", "lipsum", "joiner", "request",
    "config", "get_flashed_messages", "url_for", "caller", "varargs", "kwargs", "super", "undefined", "g", "session",
)  # fmt: skip

STEPS = (
    ".__class__", ".__class__.__mro__", ".__class__.__base__.__subclasses__()", ".__init__.__globals__",
    ".__init__.__globals__['os'].popen('touch CANARY').read()", ".__reduce_ex__(2)", ".__dict__", ".__doc__",
    "['__class__']", "|attr('__class__')", "|attr('\\x5f\\x5fclass\\x5f\\x5f')", ".format('{0.__class__}')",
)  # fmt: skip

PYDANTIC = (
    "{% set x = agency.parse_raw('PICKLE', proto='pickle', allow_pickle=true) %}",
    "{{ agency.parse_raw('PICKLE', proto='pickle', allow_pickle=true) }}",
    "{{ agency.parse_raw('PICKLE', content_type='application/pickle', allow_pickle=true) }}",
    "{{ agency.parse_file('CANARY', proto='pickle', allow_pickle=true) }}",
    "{{ agency.contact.parse_raw('PICKLE', proto='pickle', allow_pickle=true) }}",
    "{{ agency.model_construct(name='x') }}",
    "{{ agency.model_copy(update={'name': 'x'}) }}",
    "{{ agency.model_validate({}) }}",
    "{{ agency.model_validate_json('{}') }}",
    "{{ agency.model_dump() }}",
    "{{ agency.model_json_schema() }}",
    "{{ agency.model_rebuild(_types_namespace={}) }}",
    "{{ agency.model_fields }}",
    "{{ agency.model_config }}",
    "{{ agency.copy() }}",
    "{{ agency.construct() }}",
    "{{ agency.from_orm(1) }}",
    "{{ agency.validate(1) }}",
    "{{ agency.json() }}",
    "{{ agency.schema() }}",
    "{{ agency.update_forward_refs() }}",
    "{{ agency.members }}",
    "{{ agency.id }}",
    "{{ facts.x.model_copy() }}",
    "{{ facts.items() }}",
    "{{ figures.count(1) }}",
)

JINJA = (
    "{% set x = 1 %}",
    "{%- set x = 1 -%}",
    "{% if year %}是{% endif %}",
    "{% for x in range(10) %}{{ x }}{% endfor %}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% call f() %}{% endcall %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.popen('touch CANARY') }}",
    "{% from 'os' import popen %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% raw %}{{ year }}{% endraw %}",
    "{% with x = 1 %}{% endwith %}",
    "{% autoescape false %}{% endautoescape %}",
    "{% trans %}x{% endtrans %}",
    "{% do agency.x() %}",
    "{%+ if year %}",
    "{# 说明 #}",
    "{{ lipsum.__globals__['os'].popen('touch CANARY').read() }}",
    "{{ cycler.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "{{ joiner.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "{{ namespace.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('touch CANARY') }}",
    "{{ self.__init__.__globals__.__builtins__.__import__('os').system('touch CANARY') }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ().__class__.__bases__[0].__subclasses__()[40]('/etc/passwd').read() }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''|attr(['_'*2,'class','_'*2]|join) }}",
    "{{ ('%c%c'|format(95,95)) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(agency) }}",
    "{{ '{x.__class__}'.format_map({'x': agency}) }}",
    "{{ '%s' % agency }}",
    "{{ ['x']|map('upper')|list }}",
    "{{ [agency]|map(attribute='__class__')|list }}",
    "{{ {}|xmlattr }}",
    "{{ agency|tojson }}",
    "{{ agency|pprint }}",
    "{{ agency|string }}",
    "{{ agency|list }}",
    "{{ dict(agency) }}",
    "{{ dict(__class__=1)|first }}",
    "{{ year is defined }}",
    "{{ year if year else 0 }}",
    "{{ year ~ year }}",
    "{{ not year }}",
    "{{ year == 1 }}",
    "{{ year in [1] }}",
    "{{ requests.new.total[0] }}",
    "{{ requests['new'] }}",
    "{{ requests.new.total.real }}",
    "{{ year.bit_length() }}",
    "{{ year.to_bytes(9**9) }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ [1, 2][0] }}",
    "{{ {'a': 1}.a }}",
    "{{ 1, 2 }}",
    "{{ 'x' }}",
    "{{ true }}",
    "{{ none }}",
    "{{ ｙear.__class__ }}",
    "{{ year|growth(1).__class__ }}",
    "{{ year|growth(before=1) }}",
    "{{ year|wan(*[1]) }}",
    "{{ year|wan(**{'digits': 1}) }}",
    "{{ year|wan(digits=1, digits=2) }}",
    "{{ year|wan(digits=999999999) }}",
    "{{ year|round(-5) }}",
    "{{ year|round(1.5) }}",
    "{{ |wan }}",
    "{{ }}",
    "{{ year; import os }}",
    "{{ __import__('os') }}",
    "{{ eval('1') }}",
    "{{ open('CANARY', 'w') }}",
    "{{ exec }}",
    "{{ _ }}",
    "{{ __builtins__ }}",
    "{{{ year }}}",
    "{{ {{ year }} }}",
    "{{ '}}' }}",
    "{{ year",
    "{{",
    "{%",
    "{#",
)

LARGE = (
    "{{ 'x' * 10**10 }}",
    "{{ [0] * 10**10 }}",
    "{{ 10**9999 }}",
    "{{ 10**10**10 }}",
    "{{ 9**9**9**9 }}",
    "{{ 1 << 10 }}",
    "{{ '%9999999999d' % 1 }}",
    "{{ '{:9999999999}'.format(1) }}",
    "{{ range(10**10)|list }}",
    "{{ 1e999999999 }}",
    "{{ 1e400 * 1e400 }}",
    f"{{{{ {'9' * 190} }}}}",
    f"{{{{ {'9' * 100_000} }}}}",
    f"{{{{ {'9*' * 95}9 }}}}",
    f"{{{{ {'year*' * 35}year }}}}",
    f"{{{{ {'1+' * 90}year }}}}",
    f"{{{{ {'(' * 90}1{')' * 90} }}}}",
    f"{{{{ {'(' * 100_000}1{')' * 100_000} }}}}",
    f"{{{{ {'-' * 190}1 }}}}",
    f"{{{{ {'- ' * 95}1 }}}}",
    f"{{{{ {'not ' * 45}1 }}}}",
    f"{{{{ {'[' * 190} }}}}",
    f"{{{{ 1{'|wan' * 45} }}}}",
    f"{{{{ 1{'|round' * 30} }}}}",
    f"{{{{ year{'.x' * 90} }}}}",
    f"{{{{ {'a' * 100_000} }}}}",
    "{{ " * 100_000,
    "{{" * 400_000,
    "{%" * 400_000,
    "{{ year }}" * 99_999,
    "{{ agency.site }}" * 9_999,
)
"""Each is refused; most ended in ``MemoryError``, ``RecursionError`` or never, where they were executed."""


def hostile(canary: Path) -> list[str]:
    """Every text that is refused, with the canary and the pickle filled in."""
    chained = [f"{{{{ {thing}{step} }}}}" for thing in OBJECTS for step in STEPS]
    return [
        text.replace("CANARY", str(canary)).replace("PICKLE", payload(canary))
        for text in (*PYDANTIC, *JINJA, *chained, *LARGE)
    ]
