using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Coordination.Host.Composition;
using Coordination.Storage.Journal;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Access;

/// <summary>
/// The keys that sign and encrypt sessions and links, in the database, so that every process reads what another has given out. Each is encrypted under the
/// master key: a copy of the database alone opens no session.
/// </summary>
internal sealed partial class SessionKeys : IXmlRepository
{
    /// <summary>The name of the first. Of processes that start together on an empty database one writes it, and the others take what it wrote.</summary>
    private const string First = "first";

    private readonly IServiceScopeFactory _scopes;
    private readonly MasterKey _master;
    private readonly ILogger _log;
    private volatile bool _seenAny;

    public SessionKeys(IServiceScopeFactory scopes, MasterKey master, IOptions<CoordinationOptions> options, ILogger<SessionKeys> log)
    {
        (_scopes, _master, _log) = (scopes, master, log);
        if (options.Value.Database.Engine == DatabaseEngine.Sqlite && Directory.Exists(options.Value.SessionKeyFolder))
        {
            TakeIn(options.Value.SessionKeyFolder);
        }
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = _scopes.CreateScope();
        var kept = scope.ServiceProvider.GetRequiredService<AccountDatabase>().SessionKeys.AsNoTracking().ToArray();
        _seenAny |= kept.Length > 0;
        return [.. kept.Select(Open).OfType<XElement>()];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = _scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountDatabase>();
        // What counts is what was read before this key was made, not what may have been written since.
        var name = _seenAny ? friendlyName : First;
        database.SessionKeys.Add(Close(name, element));
        try
        {
            database.SaveChanges();
        }
        catch (DbUpdateException) when (database.SessionKeys.AsNoTracking().Any(key => key.Name == name))
        {
            // Another process has just written its own. Who stores a key reads all of them again afterwards, and finds that one.
        }
    }

    private static string BelongsTo(string name) => $"session-key|{name}";

    private SessionKey Close(string name, XElement element)
        => new() { Name = name, Sealed = _master.Seal(BelongsTo(name), Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting))) };

    private XElement? Open(SessionKey kept)
    {
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(_master.Unseal(BelongsTo(kept.Name), kept.Sealed)));
        }
        catch (CryptographicException)
        {
            // What it signed is no longer taken, everything else is: one altered row must not shut everybody out.
            LogUnreadable(_log, kept.Name);
            return null;
        }
    }

    /// <summary>Takes in the keys of an older version, which lay in plain text in a folder, and deletes that.</summary>
    private void TakeIn(string folder)
    {
        using var scope = _scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountDatabase>();
        var known = database.SessionKeys.Select(key => key.Name).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (known.Add(name))
            {
                database.SessionKeys.Add(Close(name, XElement.Load(file)));
            }
        }

        database.SaveChanges();
        Directory.Delete(folder, recursive: true);
        LogTakenIn(_log, folder);
    }

    [LoggerMessage(1, LogLevel.Error, "The session key {Name} was altered or is under another master key. Sessions and links that it signed are no longer valid.")]
    private static partial void LogUnreadable(ILogger logger, string name);

    [LoggerMessage(2, LogLevel.Information, "The session keys in {Folder} were taken into the data file, and the folder was deleted.")]
    private static partial void LogTakenIn(ILogger logger, string folder);
}
