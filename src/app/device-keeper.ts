import type { DeviceFile } from '../store/device-file.ts';
import type { DeviceInventory } from '../telemetry/device-inventory.ts';
import type { Logger } from '../transport/events.ts';

const SAVE_EVERY_MS = 5 * 60_000;

/** Keeps the device inventory over a restart. */
export class DeviceKeeper {
  readonly #parts: Readonly<{ devices: DeviceInventory; file: DeviceFile; logger: Logger }>;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: Readonly<{ devices: DeviceInventory; file: DeviceFile; logger: Logger }>) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { devices, file, logger } = this.#parts;
    try {
      devices.restore(await file.load());
    } catch (error) {
      logger.warn('The device inventory could not be read and begins anew', { error: String(error) });
    }
    this.#timer = setInterval(() => void this.#save(), SAVE_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#save();
  }

  async #save(): Promise<void> {
    const { devices, file, logger } = this.#parts;
    try {
      await file.save(devices.list(Date.now()));
    } catch (error) {
      logger.warn('The device inventory could not be written', { error: String(error) });
    }
  }
}
