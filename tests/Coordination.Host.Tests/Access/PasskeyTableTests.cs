using Coordination.Domain;
using Coordination.Host.Access;
using Coordination.Host.Composition;
using Coordination.Host.Tests.Cluster;
using Coordination.Storage.Sqlite;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Host.Tests.Access;

/// <summary>The table of the numbered scripts is the one that Identity writes to.</summary>
public sealed class PasskeyTableTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coordination-passkeys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(DatabaseEngine.Sqlite)]
    [InlineData(DatabaseEngine.PostgreSql)]
    public async Task A_passkey_is_kept_changed_found_by_its_id_and_removed(DatabaseEngine engine)
    {
        var options = await PlaceAsync(engine);
        var account = new Account { Id = $"p{Guid.NewGuid():N}", UserName = "ada" };
        var id = Guid.NewGuid().ToByteArray();
        await DoAsync(options, async store =>
        {
            await store.CreateAsync(account, default);
            await store.AddOrUpdatePasskeyAsync(account, Passkey(id, 1), default);
            await store.UpdateAsync(account, default);
        });

        await DoAsync(options, async store =>
        {
            var known = (await store.FindByPasskeyIdAsync(id, default))!;
            Assert.Equal(account.Id, known.Id);
            await store.AddOrUpdatePasskeyAsync(known, Passkey(id, 7), default);
            await store.UpdateAsync(known, default);
        });

        await DoAsync(options, async store =>
        {
            var known = (await store.FindByIdAsync(account.Id, default))!;
            var kept = Assert.Single(await store.GetPasskeysAsync(known, default));
            Assert.Equal((7u, true), (kept.SignCount, kept.IsUserVerified));
            await store.RemovePasskeyAsync(known, id, default);
            await store.UpdateAsync(known, default);
        });

        await DoAsync(options, async store => Assert.Null(await store.FindByPasskeyIdAsync(id, default)));
    }

    private static UserPasskeyInfo Passkey(byte[] id, uint count) => new(id, [1, 2, 3], DateTimeOffset.UnixEpoch, count, ["internal"], true, true, true, [4], [5]);

    private static async Task DoAsync(CoordinationOptions options, Func<AccountStore, Task> deed)
    {
        var context = new DbContextOptionsBuilder<AccountDatabase>();
        AccountDatabase.Connect(context, options);
        await using var database = new AccountDatabase(context.Options);
        using var store = new AccountStore(database, new EphemeralDataProtectionProvider(), new IdentityErrorDescriber());
        await deed(store);
    }

    private async Task<CoordinationOptions> PlaceAsync(DatabaseEngine engine)
    {
        var options = new CoordinationOptions { DataFolder = _folder.FullName };
        if (engine == DatabaseEngine.PostgreSql)
        {
            options.Database = new() { Engine = engine, ConnectionString = await ClusterPlace.MakeAsync() };
            return options;
        }

        Directory.CreateDirectory(options.Folder);
        await using var store = await SqliteStore.OpenAsync(
            new SqliteOptions { DataFile = options.DataFile, KeyFolder = options.Keys, CheckpointFolder = options.Checkpoints }, Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, default);
        return options;
    }
}
