using System.Runtime.InteropServices;
using ThreeDb.Cli;

// The commonest question of scripts is answered before anything is loaded.
if (args is ["--version"])
{
    Console.Out.WriteLine("3db " + ThreeDbVersion.Text);
    return ExitCodes.Success;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await CommandLineApp.RunAsync(args, Shell.OfProcess(), stop.Token);

void Stop(PosixSignalContext context)
{
    // The first signal asks; a second one ends the process.
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
