using SupportDesk.Agents;

namespace SupportDesk.Tests.Agents;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("1 Elm Street, Springfield, IL 62701", "1 Elm Street||Springfield|USA|IL|62701")]
    [InlineData("1 Elm Street, Apt 2, Springfield, IL 62701-1234", "1 Elm Street|Apt 2|Springfield|USA|IL|62701-1234")]
    [InlineData("1 Elm Street, Apt 2, Springfield, IL 62701, Canada", "1 Elm Street|Apt 2|Springfield|Canada|IL|62701")]
    public void Parse_Address_HasItsParts(string line, string expected)
    {
        var address = AddressText.Parse(line);

        Assert.NotNull(address);
        Assert.Equal(
            expected,
            string.Join('|', address.Address1, address.Address2, address.City, address.Country, address.State, address.Zip));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 Elm Street")]
    [InlineData("Springfield, IL 62701")]
    [InlineData(", Springfield, IL 62701")]
    [InlineData("1 Elm Street, Springfield, Illinois")]
    [InlineData("1 Elm Street, a, b, c, IL 62701")]
    public void Parse_OtherText_IsNull(string line) => Assert.Null(AddressText.Parse(line));
}
