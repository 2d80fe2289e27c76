using Scheduler.Tests.Host.Store;

// Tests that kill a process start this assembly with a verb; test runners do not come here.
return args is ["store-writer", .. string[] rest] ? await StoreWriter.Run(rest) : 1;
