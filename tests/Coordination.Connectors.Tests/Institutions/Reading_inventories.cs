using System.Text;
using Coordination.Connectors.Institutions;

namespace Coordination.Connectors.Tests.Institutions;

/// <summary>Inventories as spreadsheets save them.</summary>
public sealed class Reading_inventories
{
    [Fact]
    public void A_file_whose_lines_end_with_carriage_returns_alone_is_refused_and_not_taken_for_an_empty_one()
    {
        Assert.Contains("LF or CRLF", Refused("name,version\rGateway,4.1\rPrinter,2\r"), StringComparison.Ordinal);
        Assert.Contains("LF or CRLF", Refused("name,version\rGateway,4.1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_with_a_carriage_return_inside_is_refused_and_costs_its_neighbours_nothing()
    {
        var file = Read("name,version\r\nGateway,4.1\rPrinter,2\r\nMixer,1\r\n");

        Assert.Equal(["Mixer"], file.Products.Select(one => one.Name));
        Assert.Equal((2, "Lines end with LF or CRLF."), (Assert.Single(file.Refused).Line, file.Refused[0].Detail));
    }

    [Fact]
    public void What_stands_twice_is_taken_once_and_told_and_nothing_is_refused_for_it()
    {
        var file = Read("name,version\nGateway,4.1\nPrinter,2\nGateway,4.1\n");

        Assert.Equal(["Gateway", "Printer"], file.Products.Select(one => one.Name));
        Assert.Empty(file.Refused);
        Assert.Equal(4, Assert.Single(file.Repeated).Line);
    }

    private static InventoryFile Read(string text)
    {
        Assert.Null(InventoryCsv.TryRead(Encoding.UTF8.GetBytes(text), out var file));
        return file;
    }

    private static string? Refused(string text) => InventoryCsv.TryRead(Encoding.UTF8.GetBytes(text), out _)?.Detail;
}
