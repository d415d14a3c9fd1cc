using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Journal;

/// <summary>The approved vectors. They were computed outside this program, with Python's hashlib, from the layout that the classes document.</summary>
public sealed class EventHashTests
{
    [Fact]
    public void The_hash_of_an_event_is_the_approved_one()
    {
        var first = EventHash.Compute([], "incident/42", 1, "incident-opened", 1, 1_767_225_600_123_456, "person/ada", "operation-1", false, [1, 2, 3, 0, 255]);
        var second = EventHash.Compute(first, "incident/42", 2, "incident-acknowledged", 1, 1_767_225_660_000_000, "person/ünï", "", true, []);

        Assert.Equal("eb61e9bb3ea909d2ab605e44b596dffd11895d828cace671cf34fa66b03b3c00", Convert.ToHexStringLower(first));
        Assert.Equal("92cbf0ddee25b50019f8acad3cf1c932f7bea64271fb701b7701b2e269f97255", Convert.ToHexStringLower(second));
        Assert.Equal("bc498f02f576cb2e2f2e519eb8a5cc98aed5b139cef1262ecc6f3836f49d8086", Convert.ToHexStringLower(LinkHash.Compute("0192f0c1d2e37a4b8c5d6e7f80910203", 1, [], [first, second])));
    }

    [Fact]
    public void Long_fields_are_hashed_like_short_ones()
    {
        var body = new byte[100_000];
        var text = new string('é', 5_000);

        Assert.Equal("f852d74cf1867b39748f0e39dbac1f9e480692737043faaba29e713907919b7a", Convert.ToHexStringLower(EventHash.Compute(new byte[32], text, long.MaxValue, text, int.MaxValue, -1, text, text, true, body)));
    }

    [Fact]
    public void Moving_a_character_from_one_field_to_the_next_changes_the_hash()
        => Assert.NotEqual(
            EventHash.Compute([], "a", 1, "bc", 1, 0, "d", "e", false, []),
            EventHash.Compute([], "ab", 1, "c", 1, 0, "d", "e", false, []));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_767_225_600_123_456)]
    [InlineData(-62_135_596_800_000_000)]
    [InlineData(253_402_300_799_999_999)]
    public void A_moment_survives_to_the_microsecond(long microseconds)
        => Assert.Equal(microseconds, Microseconds.Of(Microseconds.ToMoment(microseconds)));
}
