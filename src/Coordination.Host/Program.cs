using System.Data.Common;
using Coordination.Host;
using Coordination.Storage.Journal;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

try
{
    await using var app = CoordinationApp.Build(args);
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException wrong)
{
    foreach (var failure in wrong.Failures)
    {
        await Console.Error.WriteLineAsync(failure);
    }

    return 2;
}
catch (JournalSchemaException other)
{
    await Console.Error.WriteLineAsync(other.Message);
    return 2;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{taken.Message} Something else listens there, perhaps another Coordination: stop it, or choose another address with --urls.");
    return 2;
}
catch (DbException away)
{
    await Console.Error.WriteLineAsync($"The database cannot be used: {away.Message}");
    return 1;
}
