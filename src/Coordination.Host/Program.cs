using Coordination.Host;
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
