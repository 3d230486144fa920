using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.Agents.Tests.Contexts;

/// <summary>Nothing that is handed in, and nothing that comes out, is shared with what a value holds.</summary>
public sealed class ContextValueAliasTests
{
    [Fact]
    public void FromBytes_ArrayChangedLater_IsNotSeen()
    {
        var bytes = new byte[] { 1, 2, 3 };
        var value = ContextValue.FromBytes(bytes);
        bytes[0] = 99;

        Assert.Equal([1, 2, 3], value.AsBytes());
    }

    [Fact]
    public void AsBytes_CopyChanged_IsNotSeen()
    {
        var value = ContextValue.FromBytes([1, 2, 3]);
        value.AsBytes()[0] = 99;

        Assert.Equal([1, 2, 3], value.AsBytes());
    }

    [Fact]
    public void From_ListChangedLater_IsNotSeen()
    {
        var list = new List<string> { "a" };
        var value = ContextValue.From(list);
        list[0] = "b";
        list.Add("c");

        Assert.Equal(ContextValue.List("a"), value);
    }

    [Fact]
    public void As_CopyChanged_IsNotSeen()
    {
        var value = ContextValue.From(new Dictionary<string, List<int>> { ["a"] = [1] });
        var copy = value.As<Dictionary<string, List<int>>>()!;
        copy["a"].Add(2);
        copy["b"] = [];

        Assert.Equal(ContextValue.Map(("a", ContextValue.List(1))), value);
        Assert.NotSame(copy, value.As<Dictionary<string, List<int>>>());
    }

    [Fact]
    public void List_ArrayChangedLater_IsNotSeen()
    {
        ContextValue[] items = [1, 2];
        (string, ContextValue)[] entries = [("a", 1)];
        var (list, map) = (ContextValue.List(items), ContextValue.Map(entries));
        items[0] = 99;
        entries[0] = ("b", 99);

        Assert.Equal((ContextValue.List(1, 2), ContextValue.Map(("a", 1))), (list, map));
    }

    [Fact]
    public void From_JsonNodeChangedLater_IsNotSeen()
    {
        var node = new JsonObject { ["a"] = new JsonArray(1) };
        var value = ContextValue.From(node);
        node["a"]!.AsArray().Add(2);
        node["b"] = 3;

        Assert.Equal(ContextValue.Map(("a", ContextValue.List(1))), value);
    }

    [Fact]
    public void From_ElementOfADisposedDocumentOverAReusedBuffer_KeepsItsOwn()
    {
        var buffer = "{\"secret\":\"of alice\",\"numbers\":[1,2,3]}"u8.ToArray();
        ContextValue value;
        using (var document = JsonDocument.Parse(buffer))
        {
            value = ContextValue.From(document.RootElement);
        }

        "{\"secret\":\"of bob..\",\"numbers\":[9,9,9]}"u8.CopyTo(buffer);

        Assert.Equal(ContextValue.Map(("secret", "of alice"), ("numbers", ContextValue.List(1, 2, 3))), value);
    }

    [Fact]
    public void FromJson_BufferReused_KeepsItsOwn()
    {
        var buffer = "[\"alice\",1.50]"u8.ToArray();
        var value = ContextValue.FromJson(buffer);
        Array.Fill(buffer, (byte)'9');

        Assert.Equal(ContextValue.List("alice", 1.50m), value);
    }

    [Fact]
    public void ToUtf8Json_BytesChanged_AreNotSeen()
    {
        var value = ContextValue.List("alice");
        Array.Fill(value.ToUtf8Json(), (byte)'9');
        Array.Fill(value.ToCanonicalUtf8Json(), (byte)'9');

        Assert.Equal("[\"alice\"]", value.ToJson());
    }

    [Fact]
    public void Of_DictionaryChangedLater_IsNotSeen()
    {
        var given = new Dictionary<string, ContextValue> { ["a"] = 1 };
        var data = ContextData.From(given);
        given["a"] = 2;
        given["b"] = 3;

        Assert.Equal(ContextData.Of(("a", 1)), data);
    }

    [Fact]
    public void Items_GivenOut_CanNotBeCastToWhatIsHeld()
    {
        Assert.False(ContextValue.List(1).Items is ContextValue[]);
        Assert.False(ContextValue.Map(("a", 1)).Entries is KeyValuePair<string, ContextValue>[] or IDictionary<string, ContextValue>);
    }
}
