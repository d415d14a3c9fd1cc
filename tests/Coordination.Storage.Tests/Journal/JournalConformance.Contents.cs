using System.Security.Cryptography;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Journal;

/// <summary>Contents of attachments: kept in chunks under the key of their stream, and gone with it.</summary>
public abstract partial class JournalConformance
{
    private IContents Contents => ((IStore)Store.Whole).Contents;

    [EngineFact]
    public async Task A_content_is_read_chunk_by_chunk_as_it_was_written()
    {
        await WrittenAsync(Mark("filed", 0));
        var bytes = RandomNumberGenerator.GetBytes((2 * ContentChunk.Size) + 17);
        await StoreAsync("filed", "a.1", bytes);

        await ReopenAsync();
        await using var content = Contents.Open(BoxOf("filed"), "a.1", bytes.Length);
        using var read = new MemoryStream();
        await content.CopyToAsync(read);
        Assert.Equal(bytes, read.ToArray());
        content.Seek(ContentChunk.Size - 3, SeekOrigin.Begin);
        var middle = new byte[10];
        await content.ReadExactlyAsync(middle);
        Assert.Equal(bytes[(ContentChunk.Size - 3)..(ContentChunk.Size + 7)], middle);
        Assert.Null(await Contents.ReadAsync(new(BoxOf("filed"), "a.1", 3), CancellationToken.None));
    }

    [EngineFact]
    public async Task A_content_cannot_be_read_as_another_streams()
    {
        await WrittenAsync(Mark("own", 0));
        await WrittenAsync(Mark("other", 0));
        await StoreAsync("own", "b.1", [1, 2, 3]);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => Contents.ReadAsync(new(BoxOf("other"), "b.1", 0), CancellationToken.None));
    }

    [EngineFact]
    public async Task A_content_that_ends_too_early_is_an_error_and_no_shorter_file()
    {
        await WrittenAsync(Mark("cut", 0));
        await StoreAsync("cut", "c.1", new byte[ContentChunk.Size]);
        await using var content = Contents.Open(BoxOf("cut"), "c.1", ContentChunk.Size + 5);

        await Assert.ThrowsAsync<InvalidDataException>(() => content.CopyToAsync(Stream.Null));
    }

    [EngineFact]
    public async Task Erasing_a_stream_erases_its_contents_and_no_others()
    {
        await WrittenAsync(Mark("erased", 0));
        await WrittenAsync(Mark("kept", 0));
        await StoreAsync("erased", "d.1", [1, 2, 3]);
        await StoreAsync("kept", "d.2", [4, 5, 6]);

        Assert.True(await ((IStore)Store.Whole).EraseAsync(BoxOf("erased"), CancellationToken.None));

        await Assert.ThrowsAsync<StreamErasedException>(() => Contents.ReadAsync(new(BoxOf("erased"), "d.1", 0), CancellationToken.None));
        await Assert.ThrowsAsync<StreamErasedException>(() => Contents.AddAsync(new(BoxOf("erased"), "d.3", 0), new byte[] { 1 }, CancellationToken.None));
        // Not only its key is gone: the name is free again, for its rows are.
        await StoreAsync("kept", "d.1", [9]);
        Assert.Equal([4, 5, 6], (await Contents.ReadAsync(new(BoxOf("kept"), "d.2", 0), CancellationToken.None))!.Value.ToArray());
    }

    [EngineFact]
    public async Task What_was_begun_and_not_settled_is_found_when_it_is_old()
    {
        await WrittenAsync(Mark("swept", 0));
        await StoreAsync("swept", "e.1", [1]);
        await StoreAsync("swept", "e.2", [2]);
        await Contents.SettleAsync("e.2", CancellationToken.None);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await StoreAsync("swept", "e.3", [3]);

        var found = await Contents.ListUnsettledAsync(Now.AddMinutes(-1), 100, CancellationToken.None);
        Assert.Equal(new UnsettledContent(BoxOf("swept"), "e.1"), Assert.Single(found));
        await Contents.DeleteAsync("e.1", CancellationToken.None);
        Assert.Empty(await Contents.ListUnsettledAsync(Now.AddMinutes(-1), 100, CancellationToken.None));
        Assert.Null(await Contents.ReadAsync(new(BoxOf("swept"), "e.1", 0), CancellationToken.None));
    }

    private async Task StoreAsync(string box, string content, byte[] bytes)
    {
        for (var number = 0; number * ContentChunk.Size < bytes.Length; number++)
        {
            var from = number * ContentChunk.Size;
            await Contents.AddAsync(new(BoxOf(box), content, number), bytes.AsMemory(from, Math.Min(ContentChunk.Size, bytes.Length - from)), CancellationToken.None);
        }
    }
}
