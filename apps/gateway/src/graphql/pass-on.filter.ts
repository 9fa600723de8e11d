import { Catch } from '@nestjs/common';
import type { ExceptionFilter } from '@nestjs/common';

/** Nest would log every Refusal with its stack. Errors pass through as they are, to the one place that renders them. */
@Catch()
export class PassOn implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}
