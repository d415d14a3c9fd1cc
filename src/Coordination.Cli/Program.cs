using Coordination.Cli;

return await Coordctl.RunAsync(args, Surroundings.OfThisProcess(), CancellationToken.None);
