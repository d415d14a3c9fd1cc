using System.Security.Cryptography;
using System.Text;
using Coordination.Domain;
using Coordination.Host.Access;
using Coordination.Host.Composition;
using Coordination.Host.Tests.Cluster;
using Coordination.Storage.Journal;
using Coordination.Storage.Sqlite;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Tests.Access;

/// <summary>What one process signs, all others read; and who has the database alone reads nothing.</summary>
public sealed class SessionKeysTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coordination-session-keys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Processes_that_start_together_sign_with_one_key()
    {
        for (var round = 0; round < 5; round++)
        {
            var options = Server(await ClusterPlace.MakeAsync());
            var processes = Enumerable.Range(0, 4).Select(_ => Process(options)).ToArray();

            var signed = await Task.WhenAll(processes.Select((process, number) => Task.Run(() => process.Protect($"by {number}"))));

            Assert.All(processes, process => Assert.Equal(["by 0", "by 1", "by 2", "by 3"], signed.Select(process.Unprotect)));
            Assert.Single(await KeysAsync(options));
        }
    }

    [Fact]
    public async Task The_database_alone_opens_no_session()
    {
        var options = Server(await ClusterPlace.MakeAsync());
        var signed = Process(options).Protect("secret");

        var kept = Assert.Single(await KeysAsync(options));
        Assert.DoesNotContain("masterKey", Encoding.UTF8.GetString(kept.Sealed), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<key", Encoding.UTF8.GetString(kept.Sealed), StringComparison.OrdinalIgnoreCase);
        var elsewhere = Server(options.Database.ConnectionString, keys: "other-keys");
        Assert.ThrowsAny<CryptographicException>(() => Process(elsewhere).Unprotect(signed));
    }

    [Fact]
    public async Task The_keys_of_an_older_version_are_taken_in_once_and_go_on_serving()
    {
        var options = await EmbeddedAsync();
        var old = new ServiceCollection().AddLogging();
        old.AddDataProtection().SetApplicationName("Coordination").PersistKeysToFileSystem(Directory.CreateDirectory(options.SessionKeyFolder));
        var signed = old.BuildServiceProvider().GetDataProtectionProvider().CreateProtector("test").Protect("before the upgrade");

        Assert.Equal("before the upgrade", Process(options).Unprotect(signed));
        Assert.False(Directory.Exists(options.SessionKeyFolder));
        Assert.Equal("before the upgrade", Process(options).Unprotect(signed));
        Assert.Single(await KeysAsync(options));
    }

    [Fact]
    public async Task A_file_of_its_own_serves_one_process_over_restarts()
    {
        var options = await EmbeddedAsync();
        var signed = Process(options).Protect("kept");

        Assert.Equal("kept", Process(options).Unprotect(signed));
    }

    [Fact]
    public async Task A_new_key_signs_from_its_day_on_and_what_the_former_signed_is_still_read()
    {
        var options = await EmbeddedAsync();
        var before = Process(options).Protect("by the former");
        var now = TimeProvider.System.GetUtcNow();
        var keys = Services(options).GetRequiredService<IKeyManager>();
        // As the framework does it: who makes a key has looked which there are.
        keys.GetAllKeys();
        keys.CreateNewKey(now, now.AddDays(90));

        var after = Process(options).Protect("by the new");

        Assert.Equal(("by the former", "by the new"), (Process(options).Unprotect(before), Process(options).Unprotect(after)));
        var kept = await KeysAsync(options);
        Assert.Equal(2, kept.Count);
        Assert.DoesNotContain(kept, key => Encoding.UTF8.GetString(key.Sealed).Contains("<key", StringComparison.OrdinalIgnoreCase));
        // The id of the key stands before what it has signed.
        Assert.NotEqual(before[..24], after[..24]);
    }

    [Fact]
    public async Task A_key_whose_days_are_over_is_followed_by_another_without_being_asked()
    {
        var options = await EmbeddedAsync();
        var now = TimeProvider.System.GetUtcNow();
        Services(options).GetRequiredService<IKeyManager>().CreateNewKey(now.AddDays(-91), now.AddDays(-1));

        var signed = Process(options).Protect("by the next");

        Assert.Equal("by the next", Process(options).Unprotect(signed));
        Assert.Equal(2, (await KeysAsync(options)).Count);
    }

    private static IDataProtector Process(CoordinationOptions options) => Services(options).GetDataProtectionProvider().CreateProtector("test");

    private static ServiceProvider Services(CoordinationOptions options)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IOptions<CoordinationOptions>>(Options.Create(options));
        services.AddSingleton(_ => MasterKey.Open(options.Keys, mayMake: true));
        services.AddDbContext<AccountDatabase>(context => AccountDatabase.Connect(context, options));
        services.AddSingleton<SessionKeys>();
        services.AddDataProtection().SetApplicationName("Coordination");
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeys>(static (management, keys) => management.XmlRepository = keys);
        return services.BuildServiceProvider();
    }

    private static async Task<List<SessionKey>> KeysAsync(CoordinationOptions options)
    {
        var builder = new DbContextOptionsBuilder<AccountDatabase>();
        AccountDatabase.Connect(builder, options);
        await using var database = new AccountDatabase(builder.Options);
        return await database.SessionKeys.AsNoTracking().ToListAsync();
    }

    private CoordinationOptions Server(string connectionString, string keys = "keys") => new()
    {
        DataFolder = _folder.FullName,
        KeyFolder = Path.Combine(_folder.FullName, keys),
        Database = new() { Engine = DatabaseEngine.PostgreSql, ConnectionString = connectionString },
    };

    private async Task<CoordinationOptions> EmbeddedAsync()
    {
        var options = new CoordinationOptions { DataFolder = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N")) };
        Directory.CreateDirectory(options.Folder);
        await using var store = await SqliteStore.OpenAsync(
            new SqliteOptions { DataFile = options.DataFile, KeyFolder = options.Keys, CheckpointFolder = options.Checkpoints }, Kinds.Tables, Kinds.All, TimeProvider.System, NullLoggerFactory.Instance, default);
        return options;
    }
}
