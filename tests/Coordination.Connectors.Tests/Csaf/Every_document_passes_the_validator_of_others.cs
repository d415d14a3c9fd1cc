using Coordination.Connectors.Csaf;
using Coordination.Contracts.Advisories;
using Coordination.Shared;

namespace Coordination.Connectors.Tests.Csaf;

public sealed class Every_document_passes_the_validator_of_others
{
    private const int Count = 300;
    private static readonly CsafProducer Producer = new(GeneratedAdvisories.Publisher);

    [Fact]
    public async Task Whatever_an_advisory_holds_its_document_is_valid()
    {
        var advisories = GeneratedAdvisories.All(Count).ToArray();
        Assert.All(advisories, advisory => Assert.False(AdvisoryFindings.Forbid(AdvisoryFindings.Of(advisory.Content)), string.Join('\n', AdvisoryFindings.Of(advisory.Content))));
        Assert.InRange(advisories.Count(advisory => CsafProducer.Category(advisory.Content) == "csaf_security_advisory"), 50, Count);

        var (failures, last) = await Validator.CheckAsync([.. advisories.Select(Document)]);

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        Assert.Equal($"{Count} checked with 44 tests", last);
    }

    [Fact]
    public void Our_own_check_agrees_and_the_same_advisory_gives_the_same_bytes()
        => Assert.All(GeneratedAdvisories.All(Count), advisory =>
        {
            var document = Document(advisory);
            Assert.Empty(CsafDocument.Check(document));
            Assert.Equal(document, Document(advisory));
        });

    [Fact]
    public async Task What_is_given_back_of_a_received_document_is_valid_too()
    {
        var advisories = GeneratedAdvisories.All(60).Select(advisory =>
        {
            var received = CsafDocument.Read(Rich.Document(advisory.Content.Title)).Document!;
            return advisory with { Received = received, Content = CsafContent.Of(received).Content with { Tlp = advisory.Content.Tlp, Actions = advisory.Content.Actions.Select(action => action with { Products = [] }).ToArray() } };
        });

        var (failures, _) = await Validator.CheckAsync([.. advisories.Select(Document)]);

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
    }

    [Fact]
    public void The_lock_file_names_no_place_to_download_from()
        => Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Repository.PathOf("tests/Coordination.Connectors.Tests/Csaf/validator/package-lock.json")), StringComparison.Ordinal);

    private static byte[] Document(CsafAdvisory advisory) => Producer.Document(advisory, $"https://cert.example/csaf/white/{advisory.Year}/{CsafNames.FileOf(advisory.Number)}");
}
