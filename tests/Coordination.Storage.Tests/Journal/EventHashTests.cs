using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Journal;

/// <summary>The approved vectors. They were computed outside this program, with Python's hashlib, from the layout that the classes document.</summary>
public sealed class EventHashTests
{
    [Fact]
    public void The_hash_of_an_event_is_the_approved_one()
    {
        var first = EventHash.Compute([], "incident/42", 1, "incident-opened", 1, 1_767_225_600_123_456, "person/ada", "operation-1", [1, 2, 3, 0, 255]);
        var second = EventHash.Compute(first, "incident/42", 2, "incident-acknowledged", 1, 1_767_225_660_000_000, "person/ünï", "", []);

        Assert.Equal("a8d145a7ca8f4a48377e0305e37d88ca549440b9e96599eb29d1acb6c63e6e4d", Convert.ToHexStringLower(first));
        Assert.Equal("c5f5a8f6a919e7a3e4fac7188703ea84b81476c12dcd08f9d2aeed73f8c74a93", Convert.ToHexStringLower(second));
        Assert.Equal("7de3ce4c00a457532c70d8153d759a39802e2101dc34ae6d50924691a24875fa", Convert.ToHexStringLower(LinkHash.Compute("0192f0c1d2e37a4b8c5d6e7f80910203", 1, [], [first, second])));
    }

    [Fact]
    public void Long_fields_are_hashed_like_short_ones()
    {
        var body = new byte[100_000];
        var text = new string('é', 5_000);

        Assert.Equal("f11797b0f9448b8d1c542a8f76eb0d99680cc6c60840dacdc7f0fc298aeb62cf", Convert.ToHexStringLower(EventHash.Compute(new byte[32], text, long.MaxValue, text, int.MaxValue, -1, text, text, body)));
    }

    [Fact]
    public void Moving_a_character_from_one_field_to_the_next_changes_the_hash()
        => Assert.NotEqual(
            EventHash.Compute([], "a", 1, "bc", 1, 0, "d", "e", []),
            EventHash.Compute([], "ab", 1, "c", 1, 0, "d", "e", []));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_767_225_600_123_456)]
    [InlineData(-62_135_596_800_000_000)]
    [InlineData(253_402_300_799_999_999)]
    public void A_moment_survives_to_the_microsecond(long microseconds)
        => Assert.Equal(microseconds, Microseconds.Of(Microseconds.ToMoment(microseconds)));
}
