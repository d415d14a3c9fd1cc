using System.IO.Compression;
using System.Text;
using Coordination.Connectors.Catalogues;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Tests.Catalogues;

/// <summary>Catalogues as their publishers write them, and as nobody should.</summary>
public sealed class Reading_catalogues
{
    private const string Item = """{"cveID":"CVE-2026-12345","vendorProject":"Example","product":"Gateway","vulnerabilityName":"Example Gateway flaw","dateAdded":"2026-11-20","shortDescription":"d","requiredAction":"a","dueDate":"2026-12-11","knownRansomwareCampaignUse":"Known","notes":"","cwes":["CWE-787"]}""";
    private const string EuItem = """{"cveID":"CVE-2026-12345","euvdID":"EUVD-2026-77","vendorProject":"Example","product":"Gateway","dateReported":"2026/11/19","originSource":"CNW","shortDescription":"d","exploitationType":["APT","ransomware"]}""";
    private const string CsvHead = "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\n";
    private const string EpssHead = "#model_version:v2025.03.14,score_date:2026-11-30T12:55:00Z\ncve,epss,percentile\n";

    [Fact]
    public void The_catalogue_of_cisa_is_read_as_json_and_as_csv()
    {
        var json = Read(Cisa(Item));
        Assert.Equal((Catalogue.Cisa, "2026.11.30", new DateOnly(2026, 11, 30), 0), (json.Catalogue, json.Version, json.Date, json.RefusedCount));
        var entry = Assert.Single(json.Entries);
        Assert.Equal(("CVE-2026-12345", new DateOnly(2026, 11, 20), new DateOnly(2026, 12, 11), true, "Example Gateway flaw"), (entry.Cve, entry.Added, entry.Due, entry.Ransomware, entry.Name));

        var csv = Read(CsvHead + "CVE-2026-12345,Example,Gateway,Example Gateway flaw,2026-11-20,\"d, with\na break\",a,2026-12-11,Known,,\n");
        Assert.Equal(entry, Assert.Single(csv.Entries));
        Assert.Null(csv.Date);
    }

    [Fact]
    public void The_catalogue_of_the_eu_is_read_with_who_reported_it()
    {
        var entry = Assert.Single(Read($"[{EuItem}]").Entries);
        Assert.Equal((new DateOnly(2026, 11, 19), null, true, "Example Gateway", "CNW"), (entry.Added, entry.Due, entry.Ransomware, entry.Name, entry.Source));
    }

    [Fact]
    public void Scores_are_read_packed_or_not()
    {
        var text = EpssHead + "CVE-2026-12345,0.94321,0.99910\nCVE-2020-0001,1e-05,0.00043\n";
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), Packed(text) })
        {
            var read = CatalogueReader.Read(bytes, Catalogue.Epss, out var wrong)!;
            Assert.Null(wrong);
            Assert.Equal(("v2025.03.14", new DateOnly(2026, 11, 30), 2), (read.Version, read.Date, read.Count));
            Assert.Equal((0.94321m, 0.99910m), read.Scores!.Find("CVE-2026-12345"));
            Assert.Equal((0.00001m, 0.00043m), read.Scores.Find("CVE-2020-0001"));
        }
    }

    [Theory]
    [InlineData("missing", "\"dateAdded\":\"2026-11-20\"", "\"dateFound\":\"2026-11-20\"")]
    [InlineData("date", "2026-11-20", "2026-02-30")]
    [InlineData("date", "2026-12-11", "2026/12/11")]
    [InlineData("cve", "CVE-2026-12345", "GHSA-1234")]
    [InlineData("ransomware", "\"Known\"", "\"Perhaps\"")]
    [InlineData("duplicate-key", "\"notes\":\"\"", "\"notes\":\"\",\"cveID\":\"CVE-2026-1111\"")]
    [InlineData("missing", "\"product\":\"Gateway\"", "\"product\":7")]
    [InlineData("encoding", "\"Example Gateway flaw\"", "\"\\ud800\"")]
    public void A_bad_item_is_refused_by_its_line_and_costs_its_neighbours_nothing(string code, string good, string bad)
    {
        var read = Read(Cisa(Item.Replace("12345", "1000", StringComparison.Ordinal), Item.Replace(good, bad, StringComparison.Ordinal), Item.Replace("12345", "3000", StringComparison.Ordinal)));

        var refused = Assert.Single(read.Refused);
        Assert.Equal((6, code), (refused.Line, refused.Code));
        Assert.Equal(["CVE-2026-1000", "CVE-2026-3000"], read.Entries.Select(one => one.Cve));
    }

    [Theory]
    [InlineData("unknown-field", "\"originSource\"", "\"colour\":1,\"originSource\"")]
    [InlineData("date", "2026/11/19", "2026-11-19")]
    [InlineData("euvd", "EUVD-2026-77", "2026-77")]
    [InlineData("exploitation", "[\"APT\",\"ransomware\"]", "[\"aliens\"]")]
    public void An_item_of_the_eu_is_judged_by_the_rules_of_the_eu(string code, string good, string bad)
    {
        var refused = Assert.Single(Read($"[\n{EuItem.Replace(good, bad, StringComparison.Ordinal)}]").Refused);
        Assert.Equal((2, code), (refused.Line, refused.Code));
    }

    [Fact]
    public void A_vulnerability_that_stands_twice_and_bad_lines_of_csv_are_refused_one_by_one()
    {
        Assert.Equal("duplicate", Assert.Single(Read(Cisa(Item, Item)).Refused).Code);
        var read = Read(EpssHead + "CVE-2026-1000,0.5,0.5\nCVE-2026-1000,0.6,0.5\nCVE-2026-2000,1.5,0.5\nnothing\nCVE-2026-3000,0.1,x\nGHSA-1,0.1,0.1\nCVE-2026-4000,0.1,0.1,0.1\n", Catalogue.Epss);
        Assert.Equal(1, read.Count);
        Assert.Equal([(4, "duplicate"), (5, "score"), (6, "columns"), (7, "score"), (8, "cve"), (9, "columns")], read.Refused.Select(one => (one.Line, one.Code)));
        var csv = Read(CsvHead + "CVE-2026-1000,E,G,N,2026-11-20,d,a,2026-12-11,Known,,\nCVE-2026-2000,E,G\nCVE-2026-3000,E,G,N,2026-13-20,d,a,2026-12-11,Known,,\n");
        Assert.Equal([(3, "columns"), (4, "date")], csv.Refused.Select(one => (one.Line, one.Code)));
        Assert.Equal(["CVE-2026-2000", "CVE-2026-3000"], csv.Unread);
    }

    [Theory]
    [InlineData("CVE-2026-1000,E,G,\"N,2026-11-20,d,a,2026-12-11,Known,,\nCVE-2026-2000,E,G,N,2026-11-20,d,a,2026-12-11,Known,,\n", 2)]
    [InlineData("CVE-2026-1000,E,G,N,2026-11-20,\"d\nd\",a,2026-12-11,Known,,\nCVE-2026-2000,E,G,\"N,2026-11-20,d,a,2026-12-11,Known,,\nCVE-2026-3000,E,G,\"N, n\",2026-11-20,d,a,2026-12-11,Known,,\n", 4)]
    public void A_quotation_mark_that_is_not_closed_takes_no_lines_with_it_but_is_named(string lines, int line)
    {
        Assert.Null(CatalogueReader.Read(Encoding.UTF8.GetBytes(CsvHead + lines), null, out var wrong));
        Assert.Equal("catalogue.quote", wrong!.Code);
        Assert.Contains($"line {line} ", wrong.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quotation_mark_within_a_value_that_has_none_around_it_is_a_letter()
        => Assert.Equal(2, Read(CsvHead + "CVE-2026-1000,E,G,N 5\",2026-11-20,\"d \"\"q\"\" \",a,2026-12-11,Known,\"\",\r\nCVE-2026-2000,E,G,N,2026-11-20,d,a,2026-12-11,Known,,\"\"").Count);

    [Fact]
    public void A_file_that_is_no_catalogue_is_refused_whole_with_the_reason()
    {
        Refused("catalogue.json", Cisa(Item)[..^20]);
        Refused("catalogue.version", "{\"title\":\"x\",\"dateReleased\":\"2026-11-30T00:00:00Z\"}");
        Refused("catalogue.version", Cisa(Item).Replace("dateReleased", "released", StringComparison.Ordinal));
        Refused("catalogue.duplicate-key", Cisa(Item).Replace("\"count\"", "\"catalogVersion\"", StringComparison.Ordinal));
        Refused("catalogue.count", Cisa(Item).Replace("\"count\": 1", "\"count\": 2", StringComparison.Ordinal));
        Refused("catalogue.depth", "[" + new string('[', 5_000) + new string(']', 5_000) + "]");
        Refused("catalogue.depth", Cisa(Item.Replace("\"notes\":\"\"", "\"notes\":" + new string('[', 50) + new string(']', 50), StringComparison.Ordinal)));
        Refused("catalogue.unknown", "");
        Refused("catalogue.unknown", "<html>Sign in</html>");
        Refused("catalogue.version", "cve,epss\nCVE-2026-1000,0.1\n");
        Refused("catalogue.version", EpssHead.Replace("2026-11-30", "2026-02-30", StringComparison.Ordinal));
        Refused("catalogue.version", CsvHead.Replace("dueDate", "due", StringComparison.Ordinal));
        Assert.Null(CatalogueReader.Read("{\"a\":\"\xff\"}"u8.ToArray().Append((byte)0xFF).ToArray(), null, out var encoding));
        Assert.Equal("catalogue.encoding", encoding!.Code);
        Assert.Null(CatalogueReader.Read(Encoding.UTF8.GetBytes($"[{EuItem}]"), Catalogue.Epss, out var other));
        Assert.Equal("catalogue.other", other!.Code);
        Assert.Null(CatalogueReader.Read(new byte[] { 0x1F, 0x8B, 1, 2, 3 }, null, out var packed));
        Assert.Equal("catalogue.packed", packed!.Code);
    }

    [Fact]
    public void What_is_larger_when_it_is_unpacked_than_any_catalogue_is_refused()
    {
        using var target = new MemoryStream();
        using (var packed = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var number = 0; number <= CatalogueReader.MaxUnpacked >> 20; number++)
            {
                packed.Write(zeros);
            }
        }

        Assert.Null(CatalogueReader.Read(target.ToArray(), null, out var wrong));
        Assert.Equal("catalogue.packed", wrong!.Code);
    }

    [Fact]
    public void Nothing_that_a_file_holds_makes_the_reader_throw()
    {
        var random = new Random(7);
        string[] good = [Cisa(Item, Item.Replace("12345", "3000", StringComparison.Ordinal)), $"[{EuItem}]", CsvHead + "CVE-2026-1000,E,G,N,2026-11-20,d,a,2026-12-11,Known,,\n", EpssHead + "CVE-2026-12345,0.94321,0.99910\n"];
        for (var round = 0; round < 4_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(good[round % good.Length]).ToList();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at - 1));
                        break;
                    case 2:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                        break;
                    default:
                        bytes.Insert(at, "{}[]\",:\\\n"u8[random.Next(9)]);
                        break;
                }
            }

            var read = CatalogueReader.Read(bytes.ToArray(), null, out var wrong);
            Assert.True((read is null) != (wrong is null));
        }
    }

    private static ReadCatalogue Read(string text, Catalogue? asked = null)
    {
        var read = CatalogueReader.Read(Encoding.UTF8.GetBytes(text), asked, out var wrong);
        Assert.Null(wrong);
        return read!;
    }

    private static void Refused(string code, string text)
    {
        Assert.Null(CatalogueReader.Read(Encoding.UTF8.GetBytes(text), null, out Refusal? wrong));
        Assert.Equal(code, wrong!.Code);
    }

    private static string Cisa(params string[] items)
        => $"{{\"title\": \"Known Exploited Vulnerabilities\",\n\"catalogVersion\": \"2026.11.30\",\n\"dateReleased\": \"2026-11-30T14:00:12.1234Z\",\n\"count\": {items.Length}, \"vulnerabilities\": [\n{string.Join(",\n", items)}\n]}}";

    private static byte[] Packed(string text)
    {
        using var target = new MemoryStream();
        using (var packed = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }
}
