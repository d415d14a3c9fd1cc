using System.Diagnostics;
using Coordination.Connectors.Csaf;
using Coordination.Contracts.Advisories;

namespace Coordination.Connectors.Tests.Csaf;

/// <summary>Valid documents with something done to them, by fixed seeds: reading them ends soon, throws nothing, and what is taken makes a draft and a valid document again.</summary>
public sealed class Whatever_is_done_to_a_document
{
    private static readonly int Count = Environment.GetEnvironmentVariable("COORDINATION_SOAK") == "1" ? 100_000 : 2_000;
    private static readonly CsafProducer Producer = new(GeneratedAdvisories.Publisher);
    private static readonly byte[][] Ours = [.. GeneratedAdvisories.All(20).Select(advisory => Producer.Document(advisory, "https://cert.example/x.json"))];
    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1e300", "123456789012345678901234567890", "\"\"", "\" \"", "[]", "{}", "[[]]", "\"9999-12-31T23:59:59Z\"", "\"2026-02-30T00:00:00Z\"", "\"\\u0000\"", "\"G-OLD\"", "\"GRP\"", "\"1.0.0-a..b\"", "\"99999999999999999999999999\"", "\"CVE-2026-1\"", "\"https://[\""];

    [Fact]
    public async Task Reading_ends_and_what_is_taken_can_be_said_again()
    {
        var (taken, refused) = (0, 0);
        var documents = new List<byte[]>();
        for (var seed = 0; seed < Count; seed++)
        {
            var bytes = Mutated(new Random(seed));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = CsafDocument.Read(bytes);
            if (reading.Document is { } document)
            {
                taken++;
                var (content, _) = CsafContent.Of(document);
                if (!AdvisoryFindings.Forbid(AdvisoryFindings.Of(content)))
                {
                    var advisory = new CsafAdvisory { Number = "CERT-2026-0001", Content = content, Received = document, Revisions = [new(1, DateTimeOffset.UnixEpoch.AddYears(56), "First.")] };
                    var again = Producer.Document(advisory, "https://cert.example/x.json");
                    Assert.True(CsafDocument.Read(again).Document is not null, $"seed {seed}");
                    if (documents.Count < 200)
                    {
                        documents.Add(again);
                    }
                }
            }
            else
            {
                refused++;
                Assert.All(reading.Findings, finding => Assert.NotEmpty(finding.Text));
                Assert.Contains(reading.Findings, finding => finding.Level == FindingLevel.Error);
            }

            // A document of some kilobytes needs no more than some megabytes, whatever stands in it.
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000 + bytes.Length * 100L, $"seed {seed} took {GC.GetAllocatedBytesForCurrentThread() - before:N0} bytes");
        }

        Assert.True(taken > Count / 20 && refused > Count / 20, $"{taken} taken, {refused} refused");
        var (failures, _) = await Validator.CheckAsync(documents);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(10)));
    }

    private static byte[] Mutated(Random random) => Mutations.Of(random.Next(2) == 0 ? Rich.Document() : Ours[random.Next(Ours.Length)], Values, most: 3, random);
}
