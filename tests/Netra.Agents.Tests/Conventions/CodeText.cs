namespace Netra.Agents.Tests.Conventions;

/// <summary>Blanks what is not code: comments, directives, and the contents of strings, but not the holes of interpolated ones.</summary>
internal sealed class CodeText
{
    private readonly string _source;
    private readonly char[] _code;
    private int _at;

    private CodeText(string source)
    {
        _source = source;
        _code = [.. source.Select(character => character == '\n' ? '\n' : ' ')];
    }

    public static string Of(string source)
    {
        var text = new CodeText(source);
        while (text._at < source.Length)
        {
            text.Step();
        }

        return new string(text._code);
    }

    private void Step()
    {
        if (Sees("//") || (_source[_at] == '#' && StartsLine()))
        {
            SkipTo("\n");
        }
        else if (Sees("/*"))
        {
            SkipTo("*/");
            _at = Math.Min(_at + 2, _source.Length);
        }
        else if (_source[_at] == '\'')
        {
            SkipQuoted('\'');
        }
        else if (!TryString())
        {
            _code[_at] = _source[_at];
            _at++;
        }
    }

    private bool TryString()
    {
        var quote = _at;
        while (quote < _source.Length && _source[quote] is '$' or '@')
        {
            quote++;
        }

        if (quote >= _source.Length || _source[quote] != '"')
        {
            return false;
        }

        var prefix = _source.AsSpan(_at, quote - _at);
        var holes = prefix.Count('$');
        var verbatim = prefix.Contains('@');
        _at = quote;
        var quotes = Run('"');
        if (!verbatim && quotes >= 3)
        {
            _at += quotes;
            Contents(end: new string('"', quotes), holes, escapes: false, verbatim: false);
        }
        else
        {
            _at++;
            Contents(end: "\"", holes, escapes: !verbatim, verbatim);
        }

        return true;
    }

    private void Contents(string end, int holes, bool escapes, bool verbatim)
    {
        while (_at < _source.Length)
        {
            if (verbatim && Sees("\"\""))
            {
                _at += 2;
            }
            else if (Sees(end))
            {
                _at += end.Length;
                return;
            }
            else if (escapes && _source[_at] == '\\')
            {
                _at += 2;
            }
            else if (holes > 0 && _source[_at] == '{')
            {
                Braces(holes);
            }
            else
            {
                _at++;
            }
        }
    }

    /// <summary>Opens a hole, or passes over braces that only stand for themselves.</summary>
    private void Braces(int holes)
    {
        var braces = Run('{');
        _at += braces;
        if (holes == 1 ? braces % 2 == 1 : braces >= holes)
        {
            Hole(holes);
        }
    }

    private void Hole(int holes)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            var character = _source[_at];
            if (depth == 0 && character == ':' && !Sees("::"))
            {
                SkipTo("}");
            }
            else if (depth == 0 && character == '}')
            {
                _at += holes;
                return;
            }
            else
            {
                depth += character is '{' or '(' or '[' ? 1 : character is '}' or ')' or ']' ? -1 : 0;
                Step();
            }
        }
    }

    private void SkipQuoted(char quote)
    {
        for (_at++; _at < _source.Length && _source[_at] != quote; _at++)
        {
            _at += _source[_at] == '\\' ? 1 : 0;
        }

        _at++;
    }

    private void SkipTo(string end)
    {
        var index = _source.IndexOf(end, _at, StringComparison.Ordinal);
        _at = index < 0 ? _source.Length : index;
    }

    private int Run(char character)
    {
        var rest = _source.AsSpan(_at);
        var end = rest.IndexOfAnyExcept(character);
        return end < 0 ? rest.Length : end;
    }

    private bool Sees(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private bool StartsLine() => _source.AsSpan(0, _at)[(_source.AsSpan(0, _at).LastIndexOf('\n') + 1)..].IsWhiteSpace();
}
