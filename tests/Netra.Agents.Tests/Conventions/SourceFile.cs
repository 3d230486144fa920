namespace Netra.Agents.Tests.Conventions;

/// <summary>One file of the core: where it lies below the project, what it says, and what of that is code.</summary>
internal sealed class SourceFile(string path, string text)
{
    public string Path { get; } = path;

    public string Text { get; } = text;

    /// <summary>The first folder of the path, empty for a file that lies in none.</summary>
    public string Folder { get; } = path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The name of the type that the file is for: <c>Foo</c> for <c>Foo.cs</c> and for its other part <c>Foo.Bar.cs</c>.</summary>
    public string TypeName { get; } = System.IO.Path.GetFileName(path).Split('.')[0];

    public int Lines { get; } = text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    /// <summary>The text with comments and the contents of strings blanked, each line where it was.</summary>
    public string Code { get; } = CodeText.Of(text);

    public int LineAt(int index) => Code.AsSpan(0, index).Count('\n') + 1;
}
